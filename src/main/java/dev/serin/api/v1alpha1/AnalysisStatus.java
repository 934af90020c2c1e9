package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How canary was judged so far. Written with each look at the proxies that tells something. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnalysisStatus(
        @JsonPropertyDescription("When judging this revision began.")
        String since,

        @JsonPropertyDescription(
                "Good: every check is kept at this weight. Inconclusive: nothing can be said yet. Failed: beyond"
                        + " doubt.")
        Outcome outcome,

        @JsonPropertyDescription("Why, with the numbers.") String message,

        @JsonPropertyDescription("Canary's requests that were counted.")
        long requests,

        @JsonPropertyDescription("How many of them failed.") long failed,

        @JsonPropertyDescription("Stable's requests in the same time.")
        long stableRequests,

        @JsonPropertyDescription("How many of them failed.") long stableFailed,

        @JsonPropertyDescription(
                "How far the evidence that canary is bad has come: beyond doubt at 1.00; 0.00 and below is none.")
        String evidence,

        @JsonPropertyDescription("The last look at the proxies that was taken in; for the operator.") @Nullable
        String look,

        @JsonPropertyDescription("What the judge knows; for the operator.")
        String state) {

    /** What can be said. */
    public enum Outcome {
        /** Every check is kept. */
        Good,
        /** Nothing can be said yet. */
        Inconclusive,
        /** Canary is bad beyond doubt. */
        Failed
    }
}
