package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects through fabric8's client: what the server fills in, keeps apart and refuses. */
class EmbeddedApiObjectsIT {
    @SuppressWarnings("NullAway.Init")
    private EmbeddedApi api;

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @BeforeEach
    void start() throws Exception {
        api = EmbeddedApi.start(() -> "127.30.0.1");
        client = api.client();
        Widget.define(client);
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private static ConfigMap map(String namespace, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("map")
                .endMetadata()
                .addToData("key", value)
                .build();
    }

    private static KubernetesClientException refused(Runnable write) {
        try {
            write.run();
        } catch (KubernetesClientException e) {
            return e;
        }
        throw new AssertionError("was not refused");
    }

    @Test
    void theServerFillsInIdentityAndDefaults() {
        Widget made = client.resource(Widget.of("w", 3)).create();
        assertThat(made.getMetadata().getUid()).isNotEmpty();
        assertThat(made.getMetadata().getCreationTimestamp()).isNotEmpty();
        assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(made.getSpec().colour()).isEqualTo("red");
    }

    @Test
    void aSecondOfTheNameAndAMissingOneAreRefused() {
        client.resource(map("default", "a")).create();
        KubernetesClientException second =
                refused(() -> client.resource(map("default", "b")).create());
        assertThat(second.getStatus().getMessage()).isEqualTo("configmaps \"map\" already exists");
        assertThat(second.getStatus().getReason()).isEqualTo("AlreadyExists");
        KubernetesClientException missing =
                refused(() -> client.resource(Widget.of("w", 3)).update());
        assertThat(missing.getStatus().getMessage()).isEqualTo("widgets.example.test \"w\" not found");
    }

    @Test
    void aNamespaceMustBeThere() {
        KubernetesClientException refused =
                refused(() -> client.resource(map("nowhere", "a")).create());
        assertThat(refused.getCode()).isEqualTo(404);
        assertThat(refused.getStatus().getMessage()).isEqualTo("namespaces \"nowhere\" not found");
    }

    @Test
    void whoWritesAnOldVersionIsToldSo() {
        ConfigMap first = client.resource(map("default", "a")).create();
        client.resource(map("default", "b")).update();
        KubernetesClientException stale =
                refused(() -> client.resource(first).lockResourceVersion().update());
        assertThat(stale.getCode()).isEqualTo(409);
        assertThat(stale.getStatus().getMessage())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"map\": the object has been modified;"
                        + " please apply your changes to the latest version and try again");
    }

    @Test
    void specAndStatusAreWrittenApartAndOnlyTheSpecCounts() {
        Widget made = client.resource(Widget.of("w", 3)).create();
        made.setStatus(new Widget.Status(7));
        Widget byMain = client.resource(made).update();
        assertThat(byMain.getStatus()).as("the main resource takes no status").isNull();
        assertThat(byMain.getMetadata().getResourceVersion())
                .isEqualTo(made.getMetadata().getResourceVersion());

        Widget other = Widget.of("w", 9);
        other.setStatus(new Widget.Status(7));
        Widget byStatus = client.resource(other).updateStatus();
        assertThat(byStatus.getSpec().size()).isEqualTo(3);
        assertThat(byStatus.getStatus().seen()).isEqualTo(7);
        assertThat(byStatus.getMetadata().getGeneration()).isEqualTo(1);

        Widget bigger = client.resource(Widget.of("w", 4)).update();
        assertThat(bigger.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(bigger.getStatus().seen()).isEqualTo(7);
    }

    @Test
    void aWriteThatChangesNothingMakesNoVersion() {
        ConfigMap first = client.resource(map("default", "a")).create();
        assertThat(client.resource(map("default", "a")).update().getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void aNameCanBeGenerated() {
        ConfigMap map = map("default", "a");
        map.getMetadata().setName(null);
        map.getMetadata().setGenerateName("map-");
        String one = client.resource(map).create().getMetadata().getName();
        String two = client.resource(map).create().getMetadata().getName();
        assertThat(one).matches("map-[a-z0-9]{5}").isNotEqualTo(two);
    }

    @Test
    void aDryRunLeavesNothing() {
        client.resource(map("default", "a")).dryRun(true).create();
        assertThat(client.resource(map("default", "a")).get()).isNull();
        client.resource(map("default", "a")).create();
        client.resource(map("default", "b")).dryRun(true).update();
        client.resource(map("default", "b")).dryRun(true).delete();
        assertThat(client.resource(map("default", "a")).get().getData()).containsEntry("key", "a");
    }

    @Test
    void aBadValueIsRefusedInTheServersWords() {
        KubernetesClientException refused =
                refused(() -> client.resource(Widget.of("w", 11)).create());
        assertThat(refused.getCode()).isEqualTo(422);
        assertThat(refused.getStatus().getMessage())
                .isEqualTo("Widget.example.test \"w\" is invalid: spec.size: Invalid value: 11: spec.size in body"
                        + " should be less than or equal to 10");
        assertThat(refused.getStatus().getDetails().getCauses())
                .singleElement()
                .satisfies(cause -> assertThat(cause.getField()).isEqualTo("spec.size"));
    }

    @Test
    void aServiceGetsItsAddressOnceAndAHeadlessOneNone() {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withName("s")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        Resource<Service> handle = client.services().inNamespace("default").resource(service);
        Service made = handle.create();
        assertThat(made.getSpec().getClusterIP()).isEqualTo("127.30.0.1");
        assertThat(made.getSpec().getPorts().getFirst().getTargetPort().getIntVal())
                .isEqualTo(80);
        assertThat(made.getSpec().getPorts().getFirst().getProtocol()).isEqualTo("TCP");
        assertThat(handle.update().getSpec().getClusterIP()).isEqualTo("127.30.0.1");

        service.getMetadata().setName("headless");
        service.getSpec().setClusterIP("None");
        assertThat(client.services()
                        .inNamespace("default")
                        .resource(service)
                        .create()
                        .getSpec()
                        .getClusterIPs())
                .containsExactly("None");
    }

    @Test
    void listsGoByNamespaceLabelAndField() {
        EmbeddedApi.namespace(client, "other");
        ConfigMap labelled = map("default", "a");
        labelled.getMetadata().setLabels(Map.of("app", "x"));
        client.resource(labelled).create();
        client.resource(map("other", "b")).create();
        assertThat(client.configMaps().inAnyNamespace().list().getItems()).hasSize(2);
        assertThat(client.configMaps().inNamespace("other").list().getItems()).hasSize(1);
        assertThat(client.configMaps()
                        .inAnyNamespace()
                        .withLabel("app", "x")
                        .list()
                        .getItems())
                .singleElement()
                .satisfies(map -> assertThat(map.getMetadata().getNamespace()).isEqualTo("default"));
        assertThat(client.configMaps()
                        .inAnyNamespace()
                        .withField("metadata.namespace", "other")
                        .list()
                        .getItems())
                .hasSize(1);
        assertThatThrownBy(() -> client.configMaps()
                        .inAnyNamespace()
                        .withField("data.key", "a")
                        .list())
                .hasMessageContaining("\"data.key\" is not a known field selector");
    }
}
