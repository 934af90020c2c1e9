package dev.serin.plan;

import java.util.Optional;

/**
 * One proxy's pod, and what it has said over its channel to the operator.
 *
 * @param pod its name
 * @param ready whether it takes traffic
 * @param applied the weights that it last confirmed; empty while it is not connected
 * @param rejection Envoy's words for a configuration that it refused
 */
public record ProxyFacts(String pod, boolean ready, Optional<Applied> applied, Optional<String> rejection) {

    /** Weights that a proxy confirmed: {@code canary} out of {@code total}. */
    public record Applied(int canary, int total) {}
}
