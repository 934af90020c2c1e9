package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How many proxies there are, what they have confirmed, and how many connections they hold. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Proxies(
        @JsonPropertyDescription("How many proxies are wanted.")
        int desired,

        @JsonPropertyDescription("How many proxies are ready.")
        int ready,

        @JsonPropertyDescription("How many ready proxies have confirmed the present weights.")
        int programmed,

        @JsonPropertyDescription(
                "How many connections clients have open to the ready proxies, as they count them; written when it"
                        + " moves by more than a tenth. Absent until it is known.")
        @Nullable
        Long connections) {}
