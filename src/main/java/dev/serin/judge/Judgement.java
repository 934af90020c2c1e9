package dev.serin.judge;

import java.util.List;

/**
 * What can be said of a canary.
 *
 * @param outcome what follows
 * @param check what decided, or what is missing
 * @param message the numbers, for people
 * @param findings the evidence so far
 */
public record Judgement(Outcome outcome, Check check, String message, List<Finding> findings) {
    public Judgement {
        findings = List.copyOf(findings);
    }

    /** What follows. */
    public enum Outcome {
        /** Canary is bad beyond doubt: back to stable. */
        FAILED,
        /** All rules are kept: a hold may end. */
        GOOD,
        /** Nothing can be said yet: a hold goes on. */
        INCONCLUSIVE
    }

    /** What is looked at. */
    public enum Check {
        /** Failures, compared with stable's. */
        FAILURES_AGAINST_STABLE,
        /** Slow answers, compared with stable's. */
        LATENCY_AGAINST_STABLE,
        /** The least success rate. */
        SUCCESS_RATE,
        /** The limit of a percentile. */
        LATENCY,
        /** The least number of requests. */
        REQUESTS,
        /** All of them. */
        ALL
    }

    /**
     * The evidence of one check.
     *
     * @param log the natural logarithm of what a bet of 1 on "canary is bad" has become, with its share of the whole
     */
    public record Finding(Check check, double log) {}
}
