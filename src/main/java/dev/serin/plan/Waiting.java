package dev.serin.plan;

/** What the release waits for before it can go on. */
public enum Waiting {
    /** For nothing: the wanted weight is reached, and there is no step left. */
    NOTHING,
    /** For the present step's hold to be over. */
    HOLD,
    /** For canary to be known to be good: the hold's time is over. */
    JUDGEMENT,
    /** For a Job of a gate, which ends in its own time. */
    JOB,
    /** For a gate that has not passed, or says nothing clear. */
    GATE,
    /** For the time at which {@code spec.schedule} lets steps begin. */
    SCHEDULE,
    /** For a person to approve the step: the hold's time is over. */
    APPROVAL,
    /** For another revision, or a person: this one was sent back. */
    FAILED,
    /** For {@code spec.paused} to be taken back. */
    RESUME,
    /** For the first proxy to be ready. */
    PROXIES,
    /** For every ready proxy to confirm the weights. */
    CONFIRMATION,
    /** For a pod of the canary to be ready. */
    CANARY,
    /** For a pod of stable to be ready. */
    STABLE,
    /** For requests to be seen where the weights say. */
    TRAFFIC,
    /** For the target's own rollout. */
    ROLLOUT,
    /** For requests in flight to a version that gets no new ones. */
    STREAMS,
    /** For a person to mend a problem. */
    MENDING,
    /** For the release's own removal. */
    REMOVAL;

    /** Whether the progress deadline runs: somebody owes something that should come by itself. */
    boolean isBlocked() {
        return switch (this) {
            case PROXIES, CONFIRMATION, CANARY, STABLE, TRAFFIC, ROLLOUT, GATE -> true;
            case NOTHING, HOLD, JUDGEMENT, JOB, SCHEDULE, APPROVAL, FAILED, RESUME, STREAMS, MENDING, REMOVAL -> false;
        };
    }
}
