package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A Deployment in the release's own namespace. */
public record DeploymentReference(
        @JsonPropertyDescription("Always apps/v1.") String apiVersion,
        @JsonPropertyDescription("Always Deployment.") String kind,

        @Required @JsonPropertyDescription("The Deployment's name, in the namespace of the CanaryRelease.")
        String name) {

    public static final String API_VERSION = "apps/v1";
    public static final String KIND = "Deployment";

    public DeploymentReference(@Nullable String apiVersion, @Nullable String kind, String name) {
        this.apiVersion = apiVersion == null ? API_VERSION : apiVersion;
        this.kind = kind == null ? KIND : kind;
        this.name = name;
    }

    public static DeploymentReference named(String name) {
        return new DeploymentReference(null, null, name);
    }
}
