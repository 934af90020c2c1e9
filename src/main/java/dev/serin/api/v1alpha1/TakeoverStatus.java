package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the takeover of the Service that clients dial stands, and what is intended with it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TakeoverStatus(
        @JsonPropertyDescription("Where it stands.") Stage stage,

        @JsonPropertyDescription("Since when; with Taken, when the Service was last taken.") @Nullable
        String since,

        @JsonPropertyDescription(
                "The Service's selector while it is taken over. The proxies carry these labels: the keys are those of"
                        + " the selector that it had.")
        @Nullable
        Map<String, String> selector,

        @JsonPropertyDescription("The name of the proxies' port: the Service's targetPort, where that is a name.")
        @Nullable
        String port,

        @JsonPropertyDescription("Since when the Service's ready endpoints are those that they shall be.") @Nullable
        String settledSince,

        @JsonPropertyDescription("When the Service was taken back after somebody had changed it, within ten minutes.")
        List<String> setBack,

        @JsonPropertyDescription("The restart that makes clients dial again.") @Nullable
        Restart restart,

        @JsonPropertyDescription(
                "How many pods are left that the Service led to before it was taken over, and to which connections may"
                        + " bypass the proxies; absent until they are counted.")
        @Nullable
        Integer olderPods,

        @JsonPropertyDescription(
                "How many connections bypass the proxies, as those pods tell by gRPC's channelz; absent where they do"
                        + " not answer it.")
        @Nullable
        Integer bypassing) {

    /**
     * Where a takeover stands.
     *
     * <pre>
     *   Waiting ──proxies confirmed──► Taken ◄──► Yielded
     *      ▲                             │           │
     *      └───────── Returning ◄────────┴───────────┘   release deleted, or exposure: Separate
     * </pre>
     */
    public enum Stage {
        /** The Service is left as it is until the proxies can serve it. */
        Waiting,
        /** The Service leads to the proxies. */
        Taken,
        /** Somebody sets the Service back again and again: it is left to them for a while. */
        Yielded,
        /** The Service is as it was; its endpoints are awaited. */
        Returning
    }

    /**
     * A restart of pods.
     *
     * @param at what the annotation of their template says
     */
    public record Restart(
            @JsonPropertyDescription("When it was decided, which is what the restart annotation says.")
            String at,

            @JsonPropertyDescription("Whether every Deployment that shall be restarted has the annotation.")
            boolean done) {}

    public static final TakeoverStatus BEGINNING =
            new TakeoverStatus(Stage.Waiting, null, null, null, null, null, null, null, null);

    public TakeoverStatus(
            Stage stage,
            @Nullable String since,
            @Nullable Map<String, String> selector,
            @Nullable String port,
            @Nullable String settledSince,
            @Nullable List<String> setBack,
            @Nullable Restart restart,
            @Nullable Integer olderPods,
            @Nullable Integer bypassing) {
        this.stage = stage;
        this.since = since;
        this.selector = selector == null ? null : Map.copyOf(selector);
        this.port = port;
        this.settledSince = settledSince;
        this.setBack = setBack == null ? List.of() : List.copyOf(setBack);
        this.restart = restart;
        this.olderPods = olderPods;
        this.bypassing = bypassing;
    }

    /** At a stage from then on, where nothing is known of endpoints and connections. */
    public TakeoverStatus at(Stage next, String time) {
        return new TakeoverStatus(next, time, selector, port, null, setBack, restart, null, null);
    }

    /** With this selector for the Service, and this name of the proxies' port. */
    public TakeoverStatus selecting(Map<String, String> labels, @Nullable String name) {
        return new TakeoverStatus(stage, since, labels, name, settledSince, setBack, restart, olderPods, bypassing);
    }

    /** With endpoints as they shall be since then, or not. */
    public TakeoverStatus settled(@Nullable String time) {
        return new TakeoverStatus(stage, since, selector, port, time, setBack, restart, olderPods, bypassing);
    }

    /** With these times at which it was taken back. */
    public TakeoverStatus setBackAt(List<String> times) {
        return new TakeoverStatus(stage, since, selector, port, settledSince, times, restart, olderPods, bypassing);
    }

    /** With a restart. */
    public TakeoverStatus restarting(@Nullable Restart wanted) {
        return new TakeoverStatus(stage, since, selector, port, settledSince, setBack, wanted, olderPods, bypassing);
    }

    /** With what was counted. */
    public TakeoverStatus counted(int pods, @Nullable Integer connections) {
        return new TakeoverStatus(stage, since, selector, port, settledSince, setBack, restart, pods, connections);
    }

    /** Whether the Service's clients reach the proxies. */
    @JsonIgnore
    public boolean leads() {
        return stage == Stage.Taken && settledSince != null;
    }

    /** Whether it is known that no connection bypasses the proxies. */
    @JsonIgnore
    public boolean nothingBypasses() {
        return leads() && (Objects.equals(olderPods, 0) || Objects.equals(bypassing, 0));
    }

    /** Whether connections that bypass the proxies have to be counted. */
    @JsonIgnore
    public boolean isCounting() {
        return leads() && !nothingBypasses();
    }

    /** A restart that was decided and is not known to be done. */
    @JsonIgnore
    public Optional<String> pendingRestart() {
        return Optional.ofNullable(restart).filter(wanted -> !wanted.done()).map(Restart::at);
    }
}
