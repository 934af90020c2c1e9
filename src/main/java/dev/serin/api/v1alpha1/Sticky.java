package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What tells one user from the next. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sticky(
        @JsonPropertyDescription(
                "The header (gRPC: metadata) whose value stands for a user. A request without it goes" + " by chance.")
        @Nullable
        String header,

        @JsonPropertyDescription("The cookie whose value stands for a user. A request without it is given one.")
        @Nullable
        Cookie cookie) {

    /** A cookie that the proxies set where it is missing. */
    public record Cookie(
            @Required @JsonPropertyDescription("The cookie's name.")
            String name,

            @JsonPropertyDescription("How long clients keep it. A duration as in Go, such as 1h or 720h.")
            String ttl) {

        public static final String DEFAULT_TTL = "24h";

        public Cookie(String name, @Nullable String ttl) {
            this.name = name;
            this.ttl = ttl == null ? DEFAULT_TTL : ttl;
        }
    }
}
