package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One weight of a walk and how long it is held. */
public record Step(
        @Required @JsonPropertyDescription("The canary's share of the requests, out of traffic.totalWeight.")
        int weight,

        @JsonPropertyDescription(
                "How long the weight is held after every ready proxy has confirmed it. Time in which the release is"
                        + " paused or the canary is not ready does not count. A duration as in Go, such as 30s, 10m"
                        + " or 1h30m.")
        String hold,

        @JsonPropertyDescription(
                "Whether a person has to approve (serin.dev/action: approve) before the weight is left, besides all else.")
        Approval approval) {

    public static final String DEFAULT_HOLD = "0s";

    public Step(int weight, @Nullable String hold, @Nullable Approval approval) {
        this.weight = weight;
        this.hold = hold == null ? DEFAULT_HOLD : hold;
        this.approval = approval == null ? Approval.None : approval;
    }

    /** A step that nobody has to approve. */
    public Step(int weight, String hold) {
        this(weight, hold, Approval.None);
    }

    /** Whether a person has to approve. */
    public enum Approval {
        /** Nobody has to. */
        None,
        /** Somebody has to. */
        Required
    }
}
