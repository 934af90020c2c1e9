package dev.serin.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                CanaryRelease.class,
                Deployment.class,
                Pod.class,
                Service.class,
                EndpointSlice.class,
                ConfigMap.class,
                PodDisruptionBudget.class,
                Lease.class
            })
    void whatAWatchTellsIsOfItsClass(Class<? extends HasMetadata> kind) {
        assertThat(told("MODIFIED", HasMetadata.getApiVersion(kind), HasMetadata.getKind(kind)))
                .isInstanceOf(kind);
    }

    @Test
    void theEndOfAWatchIsKnownForOne() {
        assertThat(told("ERROR", "v1", "Status")).isInstanceOf(Status.class);
    }

    private static Object told(String type, String version, String kind) {
        String event = """
                {"type": "%s", "object": {"apiVersion": "%s", "kind": "%s", "metadata": {}}}
                """.formatted(type, version, kind);
        return Readers.serialization().unmarshal(event, WatchEvent.class).getObject();
    }
}
