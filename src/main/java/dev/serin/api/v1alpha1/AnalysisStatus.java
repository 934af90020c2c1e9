package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Optional;
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
        String state,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonPropertyDescription("What the gates answered last.")
        List<GateStatus> gates) {

    public AnalysisStatus(
            String since,
            Outcome outcome,
            String message,
            long requests,
            long failed,
            long stableRequests,
            long stableFailed,
            String evidence,
            @Nullable String look,
            String state,
            @Nullable List<GateStatus> gates) {
        this.since = since;
        this.outcome = outcome;
        this.message = message;
        this.requests = requests;
        this.failed = failed;
        this.stableRequests = stableRequests;
        this.stableFailed = stableFailed;
        this.evidence = evidence;
        this.look = look;
        this.state = state;
        this.gates = gates == null ? List.of() : List.copyOf(gates);
    }

    /** The same with the gates' answers; {@code unclear}: what keeps canary from being known as good, if anything. */
    public AnalysisStatus with(List<GateStatus> answered, Optional<String> unclear) {
        boolean still = outcome == Outcome.Good && unclear.isPresent();
        return new AnalysisStatus(
                since,
                still ? Outcome.Inconclusive : outcome,
                still ? message + "; " + unclear.get() : message,
                requests,
                failed,
                stableRequests,
                stableFailed,
                evidence,
                look,
                state,
                answered);
    }

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
