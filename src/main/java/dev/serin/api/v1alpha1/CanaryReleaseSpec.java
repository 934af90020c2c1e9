package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What the user wants. Rules across fields are in the schema, see {@code dev.serin.generate}. */
public record CanaryReleaseSpec(
        @Required
        @JsonPropertyDescription(
                "The Deployment that runs the stable version. It stays yours: Serin reads it and never changes it.")
        DeploymentReference targetRef,

        @Required
        @JsonPropertyDescription(
                "The Deployment that runs the canary version. It stays yours, and its pod labels must differ from"
                        + " the stable Deployment's selector.")
        DeploymentReference canaryRef,

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

        @JsonPropertyDescription("When clients' connections and streams are opened anew.")
        Rebalance rebalance,

        @JsonPropertyDescription("The Envoy proxies that split the requests.")
        ProxySpec proxy,

        @JsonPropertyDescription(
                "How long the release may go without progress (proxies not ready, canary not ready, weights not"
                        + " confirmed) before it is reported as Stalled. A duration as in Go, such as 10m or 1h30m.")
        String progressDeadline,

        @JsonPropertyDescription("Holds the release where it is: the weight stays, and the step's hold stands still.")
        boolean paused) {

    public static final String DEFAULT_PROGRESS_DEADLINE = "10m";

    /** Fills in what the API server's defaulting fills in, for objects that never passed it. */
    public CanaryReleaseSpec(
            DeploymentReference targetRef,
            DeploymentReference canaryRef,
            ServiceReference service,
            Strategy strategy,
            @Nullable Traffic traffic,
            @Nullable Analysis analysis,
            @Nullable Rebalance rebalance,
            @Nullable ProxySpec proxy,
            @Nullable String progressDeadline,
            boolean paused) {
        this.targetRef = targetRef;
        this.canaryRef = canaryRef;
        this.service = service;
        this.strategy = strategy;
        this.traffic = traffic == null ? Traffic.DEFAULT : traffic;
        this.analysis = analysis;
        this.rebalance = rebalance == null ? Rebalance.DEFAULT : rebalance;
        this.proxy = proxy == null ? ProxySpec.DEFAULT : proxy;
        this.progressDeadline = progressDeadline == null ? DEFAULT_PROGRESS_DEADLINE : progressDeadline;
        this.paused = paused;
    }
}
