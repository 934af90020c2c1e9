package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was decided and what was seen. The intended step and weights are written here before they are acted on, so that
 * an operator that starts anew goes on from here.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryReleaseStatus(
        @JsonPropertyDescription("The generation of the spec that this status is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Where the release stands, in a word.") @Nullable
        Phase phase,

        @JsonPropertyDescription("The present step out of all, such as 2/4.") @Nullable
        String step,

        @JsonPropertyDescription("What happens next, and when.") @Nullable
        String next,

        @JsonPropertyDescription("The weights that the proxies are told.") @Nullable
        Weights weights,

        @JsonPropertyDescription("What the proxies counted since they confirmed the weights.") @Nullable
        TrafficStatus traffic,

        @JsonPropertyDescription("The walk through the steps.") @Nullable
        Walk walk,

        @JsonPropertyDescription("How canary was judged so far.") @Nullable
        AnalysisStatus analysis,

        @JsonPropertyDescription("Why the present revision was sent back; absent unless it was.") @Nullable
        Failure failure,

        @JsonPropertyDescription("What people have asked for, as far as it still holds.") @Nullable
        People people,

        @JsonPropertyDescription("The last ten releases, the latest first.")
        List<PastRelease> history,

        @JsonPropertyDescription("Where a release without canaryRef stands with the target Deployment.") @Nullable
        AdoptionStatus adoption,

        @JsonPropertyDescription(
                "Where the takeover of the Service stands; absent where it is none of the release's business.")
        @Nullable
        TakeoverStatus takeover,

        @JsonPropertyDescription("A hash of the pod template that stable's pods have.") @Nullable
        String stableRevision,

        @JsonPropertyDescription("A hash of the pod template that canary's pods have; absent while there is no canary.")
        @Nullable
        String canaryRevision,

        @JsonPropertyDescription("The proxies: how many are wanted, ready, and have confirmed the weights.") @Nullable
        Proxies proxies,

        @JsonPropertyDescription("How clients' connections are spread over the proxies, and how that came about.")
        @Nullable
        RebalanceStatus rebalance,

        @JsonPropertyDescription(
                "Since when the release has been waiting for proxies or for the canary; absent while it waits for neither.")
        @Nullable
        String blockedSince,

        @JsonPropertyDescription("What is still to be told to spec.notifications.") @Nullable
        NotificationStatus notifications,

        @JsonPropertyDescription(
                "Ready, Reconciling, Stalled, Progressing, Promoted, TrafficProgrammed, TrafficVerified, CanaryHealthy, Rebalanced, TakenOver,"
                        + " CanaryCovered.")
        List<Condition> conditions) {

    public static final CanaryReleaseStatus EMPTY = new CanaryReleaseStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

    public CanaryReleaseStatus(
            @Nullable Long observedGeneration,
            @Nullable Phase phase,
            @Nullable String step,
            @Nullable String next,
            @Nullable Weights weights,
            @Nullable TrafficStatus traffic,
            @Nullable Walk walk,
            @Nullable AnalysisStatus analysis,
            @Nullable Failure failure,
            @Nullable People people,
            @Nullable List<PastRelease> history,
            @Nullable AdoptionStatus adoption,
            @Nullable TakeoverStatus takeover,
            @Nullable String stableRevision,
            @Nullable String canaryRevision,
            @Nullable Proxies proxies,
            @Nullable RebalanceStatus rebalance,
            @Nullable String blockedSince,
            @Nullable NotificationStatus notifications,
            @Nullable List<Condition> conditions) {
        this.observedGeneration = observedGeneration;
        this.phase = phase;
        this.step = step;
        this.next = next;
        this.weights = weights;
        this.traffic = traffic;
        this.walk = walk;
        this.analysis = analysis;
        this.failure = failure;
        this.people = people;
        this.history = history == null ? List.of() : List.copyOf(history);
        this.adoption = adoption;
        this.takeover = takeover;
        this.stableRevision = stableRevision;
        this.canaryRevision = canaryRevision;
        this.proxies = proxies;
        this.rebalance = rebalance;
        this.blockedSince = blockedSince;
        this.notifications = notifications;
        this.conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** The same with other notifications. */
    public CanaryReleaseStatus with(@Nullable NotificationStatus others) {
        return new CanaryReleaseStatus(
                observedGeneration,
                phase,
                step,
                next,
                weights,
                traffic,
                walk,
                analysis,
                failure,
                people,
                history,
                adoption,
                takeover,
                stableRevision,
                canaryRevision,
                proxies,
                rebalance,
                blockedSince,
                others,
                conditions);
    }

    /** The condition of a type, if it has been set. */
    public Optional<Condition> condition(String type) {
        return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    /** Where an adopted target is; empty while that is not known, and where nothing is adopted. */
    @JsonIgnore
    public Optional<AdoptionStatus.Stage> stage() {
        return Optional.ofNullable(adoption).map(AdoptionStatus::stage);
    }
}
