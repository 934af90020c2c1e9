package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How many proxies there are and what they have confirmed. */
public record Proxies(
        @JsonPropertyDescription("How many proxies are wanted.")
        int desired,

        @JsonPropertyDescription("How many proxies are ready.")
        int ready,

        @JsonPropertyDescription("How many ready proxies have confirmed the present weights.")
        int programmed) {}
