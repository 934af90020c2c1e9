package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the user wants. Rules across fields are in the schema, see {@code dev.serin.generate}. */
public record CanaryReleaseSpec(
        @Required
        @JsonPropertyDescription(
                "The Deployment that runs the stable version. It stays yours: with canaryRef, Serin reads it and never"
                        + " changes it; without, Serin sets its spec.paused and nothing else.")
        DeploymentReference targetRef,

        @JsonPropertyDescription(
                "The Deployment that runs the canary version. It stays yours, and its pod labels must differ from"
                        + " the stable Deployment's selector. Absent: the target is adopted in place. Serin pauses it, and"
                        + " when its pod template changes, makes Deployment <target>-canary from the new template, walks"
                        + " the steps, and promotes by the target's own rollout.")
        @Nullable
        DeploymentReference canaryRef,

        @JsonPropertyDescription("The canary Deployment that Serin makes, where there is no canaryRef.") @Nullable
        CanarySpec canary,

        @Required @JsonPropertyDescription("The service whose requests are split.")
        ServiceReference service,

        @Required @JsonPropertyDescription("How the weight moves: exactly one of weight and steps.")
        Strategy strategy,

        @JsonPropertyDescription("How requests are split.") Traffic traffic,

        @JsonPropertyDescription(
                "By what canary is judged. Without it nothing is: the weight follows the steps and the pods' readiness only."
                        + " Adding it or taking it away makes all clients re-dial, once.")
        @Nullable
        Analysis analysis,

        @JsonPropertyDescription("What follows when canary is sent back, where there is no canaryRef.") @Nullable
        Rollback rollback,

        @JsonPropertyDescription("When clients' connections and streams are opened anew.")
        Rebalance rebalance,

        @JsonPropertyDescription("The Envoy proxies that split the requests.")
        ProxySpec proxy,

        @JsonPropertyDescription(
                "How long the release may go without progress (proxies not ready, canary not ready, weights not"
                        + " confirmed) before it is reported as Stalled. A duration as in Go, such as 10m or 1h30m.")
        String progressDeadline,

        @JsonPropertyDescription("Holds the release where it is: the weight stays, and the step's hold stands still.")
        boolean paused,

        @JsonPropertyDescription(
                "Goes through the steps without judgement: neither analysis nor its gates are asked for anything. Holds,"
                        + " approvals and the schedule stay.")
        boolean skipAnalysis,

        @JsonPropertyDescription(
                "When steps may begin. Outside of it weights do not rise and no promotion begins; holds go on counting, and"
                        + " going back is possible at any time.")
        @Nullable
        Schedule schedule) {

    public static final String DEFAULT_PROGRESS_DEADLINE = "10m";
    public static final String CANARY_SUFFIX = "-canary";

    /** Fills in what the API server's defaulting fills in, for objects that never passed it. */
    public CanaryReleaseSpec(
            DeploymentReference targetRef,
            @Nullable DeploymentReference canaryRef,
            @Nullable CanarySpec canary,
            ServiceReference service,
            Strategy strategy,
            @Nullable Traffic traffic,
            @Nullable Analysis analysis,
            @Nullable Rollback rollback,
            @Nullable Rebalance rebalance,
            @Nullable ProxySpec proxy,
            @Nullable String progressDeadline,
            boolean paused,
            boolean skipAnalysis,
            @Nullable Schedule schedule) {
        this.targetRef = targetRef;
        this.canaryRef = canaryRef;
        this.canary = canary;
        this.service = service;
        this.strategy = strategy;
        this.traffic = traffic == null ? Traffic.DEFAULT : traffic;
        this.analysis = analysis;
        this.rollback = rollback;
        this.rebalance = rebalance == null ? Rebalance.DEFAULT : rebalance;
        this.proxy = proxy == null ? ProxySpec.DEFAULT : proxy;
        this.progressDeadline = progressDeadline == null ? DEFAULT_PROGRESS_DEADLINE : progressDeadline;
        this.paused = paused;
        this.skipAnalysis = skipAnalysis;
        this.schedule = schedule;
    }

    /** By what canary is judged; empty where it is not. */
    @JsonIgnore
    public Optional<Analysis> judgement() {
        return skipAnalysis ? Optional.empty() : Optional.ofNullable(analysis);
    }

    /** Whether the target is adopted in place. */
    @JsonIgnore
    public boolean isInPlace() {
        return canaryRef == null;
    }

    /** The name of the Deployment that runs canary, the user's or the operator's. */
    @JsonIgnore
    public String canaryDeployment() {
        return canaryRef == null ? targetRef.name() + CANARY_SUFFIX : canaryRef.name();
    }

    /** For how long a canary that was sent back is kept. */
    @JsonIgnore
    public String keptFor() {
        return rollback == null ? Rollback.DEFAULT_KEEP : rollback.keep();
    }

    /** What the canary Deployment shall be like where the operator makes it. */
    @JsonIgnore
    public CanarySpec canaryOrDefault() {
        return canary == null ? CanarySpec.DEFAULT : canary;
    }
}
