package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One release of a revision of canary, from its beginning to its end. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PastRelease(
        @JsonPropertyDescription("The canary's revision.") String revision,

        @JsonPropertyDescription("Its containers' images.") @Nullable
        String image,

        @JsonPropertyDescription("When it began.") String from,

        @JsonPropertyDescription("When it ended; absent while it is under way.") @Nullable
        String to,

        @JsonPropertyDescription(
                "Running, Promoted (through all steps), RolledBack (by its failure), Aborted (by a person) or"
                        + " Superseded (by another revision, or by a retry).")
        Outcome outcome,

        @JsonPropertyDescription("Why it ended so.") @Nullable
        String why,

        @JsonPropertyDescription("Canary's requests that it was judged by.") @Nullable
        Long requests,

        @JsonPropertyDescription("How many of them failed.") @Nullable
        Long failed,

        @JsonPropertyDescription("Stable's requests in the same time.") @Nullable
        Long stableRequests,

        @JsonPropertyDescription("How many of them failed.") @Nullable
        Long stableFailed) {

    /** How many are kept. */
    public static final int KEPT = 10;

    /** How it ended. */
    public enum Outcome {
        /** It is under way. */
        Running,
        /** It went through all steps. */
        Promoted,
        /** It failed. */
        RolledBack,
        /** A person aborted it. */
        Aborted,
        /** Another revision took its place, or it was tried anew. */
        Superseded
    }
}
