package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Why a revision of canary was sent back. It gets no request any more until it changes, or until a retry. */
public record Failure(
        @JsonPropertyDescription("The canary's revision that failed.")
        String revision,

        @JsonPropertyDescription("When it was sent back.") String at,

        @JsonPropertyDescription("Why, in one word for programs.")
        String reason,

        @JsonPropertyDescription("Why, with the check, its limit and the numbers.")
        String message) {}
