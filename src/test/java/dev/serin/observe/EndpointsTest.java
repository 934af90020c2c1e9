package dev.serin.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.xds.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which endpoints of slices take requests. */
class EndpointsTest {
    private static EndpointSlice slice(String content) {
        return Serialization.unmarshal(
                "{\"kind\":\"EndpointSlice\",\"apiVersion\":\"discovery.k8s.io/v1\"," + content + "}",
                EndpointSlice.class);
    }

    @Test
    void aServiceWithoutPodsHasASliceOfNulls() {
        assertThat(Endpoints.ready(Stream.of(slice("\"ports\":null,\"endpoints\":null"))))
                .isEmpty();
    }

    @Test
    void onlyTheReadyOnesTakeRequests() {
        String endpoints = """
                "ports": [{"port": 9090}],
                "endpoints": [
                  {"addresses": ["10.0.0.1"]},
                  {"addresses": ["10.0.0.2"], "conditions": {"ready": true}},
                  {"addresses": ["10.0.0.3"], "conditions": {"ready": false}},
                  {"addresses": ["10.0.0.4"], "conditions": {"ready": true, "terminating": true}}]
                """;
        assertThat(Endpoints.ready(Stream.of(slice(endpoints))))
                .containsExactly(new Endpoint("10.0.0.1", 9090), new Endpoint("10.0.0.2", 9090));
    }
}
