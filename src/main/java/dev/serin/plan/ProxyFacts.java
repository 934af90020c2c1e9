package dev.serin.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * One proxy's pod, and what it has said over its channel to the operator.
 *
 * @param pod its name
 * @param ready whether it takes traffic
 * @param applied the weights that it last confirmed; empty while it is not connected
 * @param connections what it last counted, if it could be asked
 * @param inFlight what it last counted likewise
 * @param rejection Envoy's words for a configuration that it refused
 */
public record ProxyFacts(
        String pod,
        boolean ready,
        Optional<Applied> applied,
        Optional<String> rejection,
        Optional<Connections> connections,
        Optional<InFlight> inFlight) {

    /** Weights that a proxy confirmed: {@code canary} out of {@code total}. */
    public record Applied(int canary, int total) {}

    /**
     * Clients' connections.
     *
     * @param active how many are open
     * @param sent how many were closed because their clients were told to re-dial, since the proxy started
     * @param at when it was asked
     */
    public record Connections(long active, long sent, Instant at) {}

    /**
     * Requests and streams that have begun and not ended.
     *
     * @param at when it was asked
     */
    public record InFlight(long stable, long canary, Instant at) {}
}
