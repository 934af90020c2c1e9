package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What a gate answered last. Written when its answer changes, so that nothing is written while it stays the same. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GateStatus(
        @JsonPropertyDescription("The gate's name.") String name,

        @JsonPropertyDescription("For which point of the release it was asked.")
        AnalysisGate.When when,

        @JsonPropertyDescription("Canary's weight for which it was asked.")
        int weight,

        @JsonPropertyDescription(
                "Passed, Failed, Inconclusive (no answer, or none that says anything), or Running (asked; no answer yet).")
        State state,

        @JsonPropertyDescription("The number that Prometheus gave.") @Nullable
        String value,

        @JsonPropertyDescription("Why, in words; of an HTTP answer the status code and never what it said.")
        String message,

        @JsonPropertyDescription("How many failed answers there were at this weight.")
        int failures,

        @JsonPropertyDescription("When it answered so, or was first asked.")
        String at) {

    /** What an answer says. */
    public enum State {
        /** The check is kept. */
        Passed,
        /** The check is not kept. */
        Failed,
        /** Nothing can be said. */
        Inconclusive,
        /** It was asked and has not answered yet. */
        Running
    }
}
