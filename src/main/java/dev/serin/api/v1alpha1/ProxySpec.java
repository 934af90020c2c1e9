package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import org.jspecify.annotations.Nullable;

/** The Deployment of Envoy proxies that the operator makes for the release. */
public record ProxySpec(
        @JsonPropertyDescription("How many proxies run.") Integer replicas,

        @JsonPropertyDescription("Envoy's image. The default is the version that Serin is tested with.")
        String image,

        @JsonPropertyDescription("Compute resources of each proxy's container.")
        ResourceRequirements resources,

        @JsonPropertyDescription(
                "What the proxies write for each request. JSON: one line on standard output, without the path's query."
                        + " A change makes clients' connections drain: no request fails, but streams that are open"
                        + " then are ended after the drain time.")
        AccessLog accessLog) {

    public static final int DEFAULT_REPLICAS = 2;
    public static final int MAX_REPLICAS = 100;
    public static final String DEFAULT_IMAGE = "docker.io/envoyproxy/envoy:v1.40.0";

    /** No CPU limit: throttling a proxy shows as latency of the service behind it. */
    public static final ResourceRequirements DEFAULT_RESOURCES = new ResourceRequirementsBuilder()
            .addToRequests("cpu", new Quantity("100m"))
            .addToRequests("memory", new Quantity("128Mi"))
            .addToLimits("memory", new Quantity("512Mi"))
            .build();

    public static final ProxySpec DEFAULT = new ProxySpec(null, null, null, null);

    public ProxySpec(
            @Nullable Integer replicas,
            @Nullable String image,
            @Nullable ResourceRequirements resources,
            @Nullable AccessLog accessLog) {
        this.replicas = replicas == null ? DEFAULT_REPLICAS : replicas;
        this.image = image == null ? DEFAULT_IMAGE : image;
        this.resources = resources == null ? DEFAULT_RESOURCES : resources;
        this.accessLog = accessLog == null ? AccessLog.None : accessLog;
    }

    /** What the proxies write for each request. */
    public enum AccessLog {
        /** Nothing. */
        None,
        /** A JSON object a line, on standard output. */
        JSON
    }
}
