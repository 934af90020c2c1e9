package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Where a release without {@code canaryRef} stands with the target, and what is intended with both Deployments. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AdoptionStatus(
        @JsonPropertyDescription("Where the release stands with the target Deployment.")
        Stage stage,

        @JsonPropertyDescription("Since when it stands there.") @Nullable
        String since,

        @JsonPropertyDescription(
                "The revision that stable's pods run; absent until a rollout that was in progress is over.")
        @Nullable
        String revision,

        @JsonPropertyDescription("When stable's pods were last restarted by the annotation of their template.")
        @Nullable
        String restartedAt,

        @JsonPropertyDescription(
                "The revision of the target's pod template, where stable's pods run another one and it was not promoted.")
        @Nullable
        String pending,

        @JsonPropertyDescription(
                "Whether the operator holds the target's spec.paused; false: it gives it up; absent: it leaves it as it is.")
        @Nullable
        Boolean paused,

        @JsonPropertyDescription("How many pods canary shall have; absent while there shall be no canary Deployment.")
        @Nullable
        Integer replicas,

        @JsonPropertyDescription("How many replicas the target had when the present release began.") @Nullable
        Integer size,

        @JsonPropertyDescription(
                "Since when a version that gets no request any more is waited for until its requests in flight end.")
        @Nullable
        String drainingSince,

        @JsonPropertyDescription("The ConfigMaps and Secrets that stable's pods read; absent where none is tracked.")
        @Nullable
        SourcesStatus sources) {

    /**
     * Where a release stands with its target.
     *
     * <pre>
     *   Adopting ──► Idle ──new template──► Releasing ──last step──► Promoting ──► Rolling ──► Settling
     *                 ▲ ▲                       │                       │                         │
     *   Restarting ◄──┘ └────── Returning ◄─────┴──── put back, new ────┴──────── rolled out ─────┘
     * </pre>
     */
    public enum Stage {
        /** A rollout in progress is awaited; then the target is paused, and what its pods run becomes stable. */
        Adopting,
        /** The target serves everything, and there is no canary. */
        Idle,
        /** The target is unpaused for a restart, which is no release. */
        Restarting,
        /** Canary runs the new template, and the steps are walked. */
        Releasing,
        /** Canary is made as large as the target and gets every request; stable's requests in flight end. */
        Promoting,
        /** The target is unpaused, and Kubernetes rolls the new template out. */
        Rolling,
        /** The rollout is over; the target is paused again. */
        Settling,
        /** Stable gets every request; canary's requests in flight end, then its pods go. */
        Returning,
        /** The target's template was sent back: it is held until it changes, or is asked for again. */
        Rejected
    }

    /** What a release begins with. */
    public static final AdoptionStatus BEGINNING =
            new AdoptionStatus(Stage.Adopting, null, null, null, null, null, null, null, null, null);

    private static final SourcesStatus NO_SOURCES = new SourcesStatus(null, null);

    /** At another stage, where nothing has drained yet. */
    public AdoptionStatus at(Stage next, @Nullable Boolean pause) {
        return new AdoptionStatus(next, since, revision, restartedAt, pending, pause, replicas, size, null, sources);
    }

    /** At this stage since then. */
    public AdoptionStatus arrived(String time) {
        return new AdoptionStatus(
                stage, time, revision, restartedAt, pending, paused, replicas, size, drainingSince, sources);
    }

    /** With stable's pods running this. */
    public AdoptionStatus running(String stable, @Nullable String restart) {
        return new AdoptionStatus(
                stage, since, stable, restart, pending, paused, replicas, size, drainingSince, sources);
    }

    /** With a canary of this many pods, or none. */
    public AdoptionStatus withReplicas(@Nullable Integer pods) {
        return new AdoptionStatus(
                stage, since, revision, restartedAt, pending, paused, pods, size, drainingSince, sources);
    }

    /** With the target's size to go by, or none. */
    public AdoptionStatus withSize(@Nullable Integer target) {
        return new AdoptionStatus(
                stage, since, revision, restartedAt, pending, paused, replicas, target, drainingSince, sources);
    }

    /** With requests in flight being waited for since then, or not. */
    public AdoptionStatus draining(@Nullable String time) {
        return new AdoptionStatus(stage, since, revision, restartedAt, pending, paused, replicas, size, time, sources);
    }

    /** With this known of what stable's pods read. */
    public AdoptionStatus reading(@Nullable SourcesStatus known) {
        return new AdoptionStatus(
                stage, since, revision, restartedAt, pending, paused, replicas, size, drainingSince, known);
    }

    /** What stable's pods read. */
    @JsonIgnore
    public SourcesStatus sourcesOrNone() {
        return sources == null ? NO_SOURCES : sources;
    }

    /** With a template that waits. */
    public AdoptionStatus pendingOn(@Nullable String template) {
        return new AdoptionStatus(
                stage, since, revision, restartedAt, template, paused, replicas, size, drainingSince, sources);
    }
}
