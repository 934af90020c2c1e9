package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Copies of stable's requests to canary. */
public record Mirror(
        @Required @JsonPropertyDescription("How many of stable's requests are copied, in percent.")
        int percent) {}
