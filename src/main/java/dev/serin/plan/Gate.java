package dev.serin.plan;

/** Whether a step's hold may end when its time is over. */
enum Gate {
    /** It may. */
    OPEN,
    /** A person has to approve the step. */
    APPROVAL,
    /** The numbers do not say yet that canary is good. */
    JUDGEMENT,
    /** A gate of {@code spec.analysis.gates} has not passed. */
    CHECK,
    /** {@code spec.schedule} lets no step begin now. */
    SCHEDULE
}
