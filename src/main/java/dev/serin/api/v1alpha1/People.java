package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What people have asked for by the annotation {@code serin.dev/action}, as far as it still holds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record People(
        @JsonPropertyDescription("Whether the release is paused by the action pause, until resume.")
        boolean paused,

        @JsonPropertyDescription("Whether this revision is to go through all steps at once, by the action promote.")
        boolean promoted,

        @JsonPropertyDescription("The weight whose step was last approved.") @Nullable
        Integer approvedWeight,

        @JsonPropertyDescription("The annotation that was last taken up, while it still stands; for the operator.")
        @Nullable
        String taken) {
    public static final People NOBODY = new People(false, false, null, null);
}
