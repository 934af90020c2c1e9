package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What follows when canary is sent back. Its traffic is taken away at once, whatever stands here. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rollback(
        @JsonPropertyDescription(
                "For how long the canary Deployment that Serin made is kept, without requests, for people to look at its"
                        + " pods and logs, from when it was sent back on. It goes sooner when the target's pod template"
                        + " changes. A duration as in Go, up to 168h; 0s: it goes as soon as it has drained.")
        String keep) {

    public static final String DEFAULT_KEEP = "0s";

    public Rollback(@Nullable String keep) {
        this.keep = keep == null ? DEFAULT_KEEP : keep;
    }
}
