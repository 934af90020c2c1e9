package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What the proxies counted since they confirmed the present weights. Written when it tells something new. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrafficStatus(
        @JsonPropertyDescription("Requests that the split chose a version for.")
        long requests,

        @JsonPropertyDescription("Requests that went to canary by a match, which are not among the others.") @Nullable
        Long matched,

        @JsonPropertyDescription("Copies of stable's requests that were sent to canary.") @Nullable
        Long mirrored,

        @JsonPropertyDescription(
                "The percentage of canary's requests that stable answered instead: no pod of canary could be"
                        + " reached for them or, with the shield, canary failed them.")
        @Nullable
        String rescued) {}
