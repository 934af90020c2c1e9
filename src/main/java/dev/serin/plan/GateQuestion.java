package dev.serin.plan;

import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.AnalysisGate.When;

/**
 * What a gate is asked. Equal questions are one question, however often and by whomever they are asked; a gate that was
 * edited is asked another one.
 */
public record GateQuestion(AnalysisGate gate, When when, Point point) {

    /**
     * Where a release stands.
     *
     * @param attempt tells one try of a revision from the next: when judging it began, or when it was sent back
     * @param weight canary's
     * @param total what the weight is out of
     * @param why canary was sent back; empty unless it was
     */
    public record Point(String revision, String attempt, int weight, int total, String why) {}

    /** Whether its answer is final: a Job runs once. */
    public boolean isAskedOnce() {
        return gate.job() != null;
    }
}
