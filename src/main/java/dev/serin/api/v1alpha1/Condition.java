package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A condition by the Kubernetes API conventions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @JsonPropertyDescription("What the condition is about.")
        String type,

        @JsonPropertyDescription("True, False or Unknown.") String status,

        @JsonPropertyDescription("Why, in one word for programs.")
        String reason,

        @JsonPropertyDescription("Why, in words for people, and what to do.")
        String message,

        @JsonPropertyDescription("When the status last changed.")
        String lastTransitionTime,

        @JsonPropertyDescription("The generation of the spec that the condition is about.")
        long observedGeneration) {

    public static final String TRUE = "True";
    public static final String FALSE = "False";
    public static final String UNKNOWN = "Unknown";

    /** Whether the status is True. */
    @JsonIgnore
    public boolean isTrue() {
        return TRUE.equals(status);
    }
}
