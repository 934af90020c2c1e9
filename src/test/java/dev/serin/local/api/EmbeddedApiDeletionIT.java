package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How objects go: at once, when their finalizers have gone, after their grace, or with their namespace. */
class EmbeddedApiDeletionIT {
    @SuppressWarnings("NullAway.Init")
    private EmbeddedApi api;

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @BeforeEach
    void start() throws Exception {
        api = EmbeddedApi.start(() -> "127.30.0.1");
        client = api.client();
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private Resource<Pod> pod(boolean scheduled) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("p")
                .endMetadata()
                .withNewSpec()
                .withNodeName(scheduled ? "node" : null)
                .withTerminationGracePeriodSeconds(5L)
                .endSpec()
                .build();
        client.resource(pod).create();
        return client.pods().inNamespace("default").withName("p");
    }

    private Resource<ConfigMap> map(String namespace, String... finalizers) {
        return client.resource(new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("map")
                .withFinalizers(finalizers)
                .endMetadata()
                .build());
    }

    @Test
    void anObjectStaysUntilItsLastFinalizerHasGone() {
        Widget.define(client);
        Widget widget = Widget.of("w", 1);
        widget.getMetadata().setFinalizers(List.of("example.test/a", "example.test/b"));
        client.resource(widget).create();
        Resource<Widget> handle =
                client.resources(Widget.class).inNamespace("default").withName("w");
        handle.delete();
        assertThat(handle.get().getMetadata().getDeletionTimestamp()).isNotNull();
        assertThat(handle.get().getMetadata().getGeneration())
                .as("deletion is a change")
                .isEqualTo(2);

        handle.edit(w -> {
            w.getMetadata().setFinalizers(List.of("example.test/b"));
            return w;
        });
        assertThatThrownBy(() -> handle.edit(w -> {
                    w.getMetadata().setFinalizers(List.of("example.test/b", "example.test/c"));
                    return w;
                }))
                .hasMessageContaining("Widget.example.test \"w\" is invalid: metadata.finalizers: Forbidden: no new"
                        + " finalizers can be added if the object is being deleted, found new finalizers"
                        + " []string{\"example.test/c\"}");
        handle.edit(w -> {
            w.getMetadata().setFinalizers(List.of());
            return w;
        });
        assertThat(handle.get()).isNull();
    }

    @Test
    void aPodThatRunsStaysUntilItIsDeletedWithoutGrace() {
        Resource<Pod> pod = pod(true);
        pod.delete();
        assertThat(pod.get().getMetadata().getDeletionTimestamp()).isNotNull();
        assertThat(pod.get().getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(5);
        pod.withGracePeriod(0).delete();
        assertThat(pod.get()).isNull();
    }

    @Test
    void aPodThatRunsNowhereGoesAtOnce() {
        Resource<Pod> pod = pod(false);
        pod.delete();
        assertThat(pod.get()).isNull();
    }

    @Test
    void aDeletionInTheForegroundWaitsForTheCollector() {
        Resource<ConfigMap> map = map("default");
        map.create();
        map.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
        assertThat(map.get().getMetadata().getFinalizers()).containsExactly("foregroundDeletion");
    }

    @Test
    void aNamespaceTakesItsContentWithIt() {
        EmbeddedApi.namespace(client, "other");
        map("other").create();
        map("default").create();
        client.namespaces().withName("other").delete();
        assertThat(client.namespaces().withName("other").get()).isNull();
        assertThat(map("other").get()).isNull();
        assertThat(map("default").get()).isNotNull();
    }

    @Test
    void anEmptyNamespaceGoesToo() {
        EmbeddedApi.namespace(client, "other");
        client.namespaces().withName("other").delete();
        assertThat(client.namespaces().withName("other").get()).isNull();
    }

    @Test
    void aNamespaceWaitsForWhatIsHeldAndTakesNothingNew() {
        EmbeddedApi.namespace(client, "other");
        map("other", "example.test/held").create();
        client.namespaces().withName("other").delete();
        assertThat(client.namespaces().withName("other").get().getStatus().getPhase())
                .isEqualTo("Terminating");
        ConfigMap second = new ConfigMapBuilder(map("other").get())
                .editMetadata()
                .withName("second")
                .endMetadata()
                .build();
        assertThatThrownBy(() -> client.resource(second).create())
                .hasMessageContaining("configmaps \"second\" is forbidden: unable to create new content in namespace"
                        + " other because it is being terminated");
        client.configMaps().inNamespace("other").withName("map").edit(map -> {
            map.getMetadata().setFinalizers(List.of());
            return map;
        });
        assertThat(client.namespaces().withName("other").get()).isNull();
    }
}
