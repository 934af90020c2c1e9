package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** The Service and port whose requests are split. */
public record ServiceReference(
        @Required @JsonPropertyDescription("The Service's name, in the namespace of the CanaryRelease.")
        String name,

        @Required @JsonPropertyDescription("The Service's port number. The proxies listen on the same number.")
        int port,

        @JsonPropertyDescription(
                "What the pods speak: GRPC (HTTP/2 without TLS, calls of any length), HTTP2 (HTTP/2 without TLS) or"
                        + " HTTP (HTTP/1.1 to the pods).")
        Protocol protocol,

        @JsonPropertyDescription(
                "How clients reach the proxies. Takeover: the Service is given a selector that leads to"
                        + " the proxies once they serve, and its own back when the release is deleted, so that clients go on"
                        + " dialling it. Separate: it is left alone, and clients dial <release>-proxy on the same port.")
        Exposure exposure) {

    public ServiceReference(String name, int port, @Nullable Protocol protocol, @Nullable Exposure exposure) {
        this.name = name;
        this.port = port;
        this.protocol = protocol == null ? Protocol.GRPC : protocol;
        this.exposure = exposure == null ? Exposure.Takeover : exposure;
    }

    /** What the pods behind the Service speak. */
    public enum Protocol {
        /** HTTP/2 without TLS; calls may last for ever, so that neither requests nor streams time out. */
        GRPC,
        /** HTTP/2 without TLS. */
        HTTP2,
        /** HTTP/1.1 to the pods; clients may speak HTTP/1.1 or HTTP/2. */
        HTTP
    }

    /** How clients reach the proxies. */
    public enum Exposure {
        /** The Service leads to the proxies. */
        Takeover,
        /** The Service is left alone; clients dial {@code <release>-proxy}. */
        Separate
    }
}
