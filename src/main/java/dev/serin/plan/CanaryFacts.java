package dev.serin.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a judgement of canary depends on.
 *
 * @param answers what both versions answered
 * @param image the canary's containers' images
 * @param replaced whether all of canary's pods are of its present template
 * @param crashes of pods of the present template
 * @param asked tells the annotation that asks for an action from another one that asks for the same
 * @param gates the latest answers of gates that are asked
 */
public record CanaryFacts(
        AnswerFacts answers,
        Optional<String> image,
        boolean replaced,
        List<Crash> crashes,
        Optional<String> asked,
        List<GateAnswer> gates) {
    public static final CanaryFacts NONE =
            new CanaryFacts(AnswerFacts.NONE, Optional.empty(), true, List.of(), Optional.empty(), List.of());

    public CanaryFacts {
        crashes = List.copyOf(crashes);
        gates = List.copyOf(gates);
    }

    /**
     * A container that ended when it should not have.
     *
     * @param words which one of which pod, and how
     * @param at when; empty while it is kept from starting again
     */
    public record Crash(String words, Optional<Instant> at) {}
}
