package dev.serin.bypass;

import java.time.Instant;
import java.util.Optional;

/**
 * What the pods told.
 *
 * @param connections how many of their connections are no proxy's; empty where a pod does not tell
 * @param at when they were asked
 */
public record Counted(Optional<Integer> connections, Instant at) {}
