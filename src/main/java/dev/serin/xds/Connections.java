package dev.serin.xds;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How long clients' connections and streams last.
 *
 * @param maxAge of a connection, after which its client is told to re-dial; empty for ever
 * @param ending when streams end; empty when they are let be
 * @param sent for each proxy by its node how many of its connections' {@linkplain ConnectionGroups groups} it has been
 *     told to send away in all; none where it is not named
 */
public record Connections(Optional<Duration> maxAge, Optional<StreamEnd> ending, Map<String, Integer> sent) {
    public static final Connections LEFT_ALONE = new Connections(Optional.empty(), Optional.empty(), Map.of());

    public Connections {
        sent = Map.copyOf(sent);
    }

    /**
     * Streams that are open when the generation changes are ended when the grace is over.
     *
     * @param generation any number that differs from one setting of the weights to the next
     */
    public record StreamEnd(long generation, Duration grace) {}

    int sentBy(String node) {
        return sent.getOrDefault(node, 0);
    }
}
