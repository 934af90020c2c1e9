package dev.serin.api.v1alpha1;

/** Every reason that a condition or an event of a release can have. */
public final class Reasons {
    // What a person has to mend: the condition Stalled, and a warning event.
    /** A duration in the spec cannot be read, or there is no such time zone. */
    public static final String SPEC_INVALID = "SpecInvalid";
    /** Another release splits the same service. */
    public static final String SERVICE_TAKEN = "ServiceTaken";
    /** The Service is missing. */
    public static final String SERVICE_NOT_FOUND = "ServiceNotFound";
    /** The Service has no such port. */
    public static final String PORT_NOT_FOUND = "PortNotFound";
    /** The stable Deployment is missing. */
    public static final String TARGET_NOT_FOUND = "TargetNotFound";
    /** The canary Deployment is missing. */
    public static final String CANARY_NOT_FOUND = "CanaryNotFound";
    /** A Deployment selects its pods in a way that a Service cannot. */
    public static final String SELECTOR_NOT_SUPPORTED = "SelectorNotSupported";
    /** One Deployment's selector matches the other's pods. */
    public static final String SELECTORS_OVERLAP = "SelectorsOverlap";
    /** Proxies or canary were not ready within the progress deadline. */
    public static final String PROGRESS_DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";
    /** An object that the operator makes is there already and belongs to somebody else. */
    public static final String NAME_TAKEN = "NameTaken";

    /** The API server refuses to let the operator write an object: permissions, admission or a quota. */
    public static final String WRITE_REFUSED = "WriteRefused";

    /** Another release without {@code canaryRef} has the same target. */
    public static final String TARGET_TAKEN = "TargetTaken";
    /** The target's pod template changed while the one before it was being rolled out. */
    public static final String ROLLOUT_INTERRUPTED = "RolloutInterrupted";

    // What the release waits for, or that it does not wait.
    /** Every ready proxy serves the wanted weights. */
    public static final String SERVING = "Serving";
    /** No proxy is ready. */
    public static final String PROXIES_NOT_READY = "ProxiesNotReady";
    /** Not every ready proxy has confirmed the weights. */
    public static final String AWAITING_CONFIRMATION = "AwaitingConfirmation";
    /** A proxy refused the configuration and goes on with its last good one. */
    public static final String CONFIGURATION_REJECTED = "ConfigurationRejected";
    /** Canary has no ready pod, so that no request is sent to it. */
    public static final String CANARY_NOT_READY = "CanaryNotReady";
    /** Stable has no ready pod, so that its share of the requests fails. */
    public static final String STABLE_NOT_READY = "StableNotReady";
    /** The present step's weight is held. */
    public static final String HOLDING_STEP = "HoldingStep";
    /** {@code spec.paused} is true. */
    public static final String PAUSED = "Paused";
    /** The last step's hold is over. */
    public static final String COMPLETED = "Completed";
    /** The weight is set by hand. */
    public static final String WEIGHT_BY_HAND = "WeightByHand";
    /** Nothing is in the way. */
    public static final String AS_EXPECTED = "AsExpected";
    /** The release is being taken down. */
    public static final String TERMINATING = "Terminating";
    /** Canary gets every request. */
    public static final String ALL_TRAFFIC_ON_CANARY = "AllTrafficOnCanary";
    /** Stable still gets requests. */
    public static final String TRAFFIC_ON_STABLE = "TrafficOnStable";

    // How canary was judged: the condition CanaryHealthy; what failed is also in Stalled, and a warning event.
    /** Every check of canary is kept at the present weight. */
    public static final String HEALTHY = "Healthy";
    /** Nothing can be said of canary yet: the hold goes on. */
    public static final String INCONCLUSIVE = "Inconclusive";
    /** Canary is not judged: there is no {@code spec.analysis}, or the release has come to its end. */
    public static final String NOT_JUDGED = "NotJudged";
    /** Canary fails more than stable by more than the margin, beyond doubt. */
    public static final String WORSE_THAN_STABLE = "WorseThanStable";
    /** More of canary's answers than of stable's are slow by more than the margin, beyond doubt. */
    public static final String SLOWER_THAN_STABLE = "SlowerThanStable";
    /** Canary's success rate is below its limit, beyond doubt. */
    public static final String SUCCESS_RATE_TOO_LOW = "SuccessRateTooLow";
    /** Canary's latency is above its limit, beyond doubt. */
    public static final String LATENCY_TOO_HIGH = "LatencyTooHigh";
    /** Canary had too few requests when a hold was over, and {@code onInsufficientTraffic} is Fail. */
    public static final String INSUFFICIENT_TRAFFIC = "InsufficientTraffic";
    /** A pod of canary crashed. */
    public static final String PODS_CRASH = "PodsCrash";
    /** A gate of {@code spec.analysis.gates} failed. */
    public static final String GATE_FAILED = "GateFailed";
    /** A person aborted the release. */
    public static final String ABORTED = "Aborted";
    /** The hold's time is over, and goes on until canary is known to be good. */
    public static final String AWAITING_JUDGEMENT = "AwaitingJudgement";
    /** The hold's time is over, and a person has to approve the step. */
    public static final String AWAITING_APPROVAL = "AwaitingApproval";

    /** What comes next waits for a gate of {@code spec.analysis.gates}; the message names it. */
    public static final String AWAITING_GATE = "AwaitingGate";
    /** What comes next waits for the time at which {@code spec.schedule} lets steps begin. */
    public static final String OUTSIDE_SCHEDULE = "OutsideSchedule";

    // Adoption in place.
    /** The target's own rollout is awaited: one that was in progress, a restart, or that of a promoted template. */
    public static final String AWAITING_ROLLOUT = "AwaitingRollout";
    /** Requests in flight are awaited at a version that gets no new ones, before its pods go. */
    public static final String DRAINING = "Draining";
    /** The target serves everything; a changed pod template begins a release. */
    public static final String IDLE = "Idle";
    /** The steps are done, and the target takes the template over; an event, and the reason of Promoted meanwhile. */
    public static final String PROMOTING = "Promoting";
    /** The target runs what canary ran; an event, and the reason of Promoted. */
    public static final String PROMOTED = "Promoted";
    /** Nothing was promoted since the target was adopted, or the latest release was not. */
    public static final String NOT_PROMOTED = "NotPromoted";
    /** The target is paused, and a changed pod template begins a release; event only. */
    public static final String ADOPTED = "Adopted";
    /** The target's pod template changed, and canary is made from it; event only. */
    public static final String RELEASE_STARTED = "ReleaseStarted";
    /** The target's pod template was changed again, put back or sent back: stable gets every request; event only. */
    public static final String RELEASE_ENDED = "ReleaseEnded";
    /** The target's pods are restarted, as its template asks; event only. */
    public static final String RESTARTING = "Restarting";
    /** Somebody else unpaused the target, or made it anew: it rolls out, and is paused when that is over; event only. */
    public static final String TARGET_RESUMED = "TargetResumed";
    /** The release is deleted while the target holds a template that was not promoted: it stays paused; event only. */
    public static final String LEFT_PAUSED = "LeftPaused";

    // Whether what selects the target's pods selects canary's, too: the condition CanaryCovered, and a warning event.
    /** What selects the target's pods selects canary's, too. */
    public static final String COVERED = "Covered";
    /** A NetworkPolicy, a PodDisruptionBudget or another Service selects the target's pods and would miss canary's. */
    public static final String SELECTORS_MISS_CANARY = "SelectorsMissCanary";

    // Whether requests go where the weights say: the condition TrafficVerified.
    /** Requests were seen to go where the weights say. */
    public static final String SHARES_AS_WANTED = "SharesAsWanted";
    /** No request was seen since the weights were confirmed. */
    public static final String NO_TRAFFIC = "NoTraffic";
    /** Shares follow from how active each user is: there is no bound for a sticky split's requests. */
    public static final String SHARES_BY_USER = "SharesByUser";
    /** The exact split failed to choose, so that requests went by chance at the right shares. */
    public static final String EXACT_SPLIT_FAILED = "ExactSplitFailed";
    /** Requests went elsewhere than the weights say, by more than may be. */
    public static final String SHARES_DEVIATE = "SharesDeviate";

    // What happened: events only.
    /** The proxies were told a new weight. */
    public static final String WEIGHT_CHANGED = "WeightChanged";
    /** Every ready proxy confirmed the weights. */
    public static final String WEIGHT_CONFIRMED = "WeightConfirmed";
    /** Canary has ready pods again. */
    public static final String CANARY_READY = "CanaryReady";
    /** The canary's pod template changed: the walk begins anew. */
    public static final String NEW_REVISION = "NewRevision";
    /** {@code spec.paused} was taken back. */
    public static final String RESUMED = "Resumed";
    /** What kept the release from going on is mended. */
    public static final String RECOVERED = "Recovered";
    /** An object that the operator makes had been changed or deleted by somebody and was put right. */
    public static final String REPAIRED = "Repaired";

    // How connections are spread.
    /** Measured: connections are spread over the proxies. */
    public static final String SPREAD = "Spread";
    /** Measured: connections are not spread over the proxies, and nothing more is done about it. */
    public static final String UNEVEN = "Uneven";
    /** Clients are told to re-dial, proxy by proxy; an event, and the condition's reason meanwhile. */
    public static final String REBALANCING = "Rebalancing";
    /** Event: a rebalancing is over. */
    public static final String REBALANCED = "Rebalanced";
    /** No client is connected. */
    public static final String NO_CONNECTIONS = "NoConnections";
    /** The proxies' connections have not been measured yet. */
    public static final String NOT_MEASURED = "NotMeasured";
    /** What a person asked for by an annotation was taken up; event only. */
    public static final String ACTION_TAKEN = "ActionTaken";
    /** An annotation asks for something that there is not; event only. */
    public static final String ACTION_UNKNOWN = "ActionUnknown";

    /** What an annotation asks for cannot be done; event only. */
    public static final String ACTION_REFUSED = "ActionRefused";

    private Reasons() {}
}
