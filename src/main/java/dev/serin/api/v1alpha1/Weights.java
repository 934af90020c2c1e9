package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Shares of the requests; stable and canary add up to the total. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Weights(
        @JsonPropertyDescription("What the two are out of.") int total,
        @JsonPropertyDescription("Stable's share.") int stable,
        @JsonPropertyDescription("Canary's share.") int canary,

        @JsonPropertyDescription("When the proxies were first told these weights.")
        String since,

        @JsonPropertyDescription("The percentage of requests that went to canary since then, counted at the proxies.")
        @Nullable
        String observedCanary) {}
