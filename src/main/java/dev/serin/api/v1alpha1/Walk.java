package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The weight that is wanted at present and, where there are steps, the place among them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Walk(
        @JsonPropertyDescription("The present step, counted from 1; 0 before the first, and for a weight set by hand.")
        int step,

        @JsonPropertyDescription("The wanted weight of the canary.")
        int weight,

        @JsonPropertyDescription("What the weight is out of.")
        int total,

        @JsonPropertyDescription("How long the step has been held, without the time since heldSince.")
        String held,

        @JsonPropertyDescription("Since when the hold has been counting; absent while it stands still.") @Nullable
        String heldSince,

        @JsonPropertyDescription("When the hold will be over if nothing stops it.") @Nullable
        String heldUntil,

        @JsonPropertyDescription("Whether the last step's hold is over.")
        boolean completed) {}
