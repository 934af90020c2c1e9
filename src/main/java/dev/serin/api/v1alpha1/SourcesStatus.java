package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the ConfigMaps and Secrets that stable's pods read. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SourcesStatus(
        @JsonPropertyDescription(
                "What they contained when stable's pods were rolled out: short hashes by names such as ConfigMap/app-config.")
        Map<String, String> stable,

        @JsonPropertyDescription(
                "Which of them have other content now: new pods of stable read copies of them as they were.")
        List<String> changed) {

    public SourcesStatus(@Nullable Map<String, String> stable, @Nullable List<String> changed) {
        this.stable = stable == null ? Map.of() : Map.copyOf(stable);
        this.changed = changed == null ? List.of() : List.copyOf(changed);
    }
}
