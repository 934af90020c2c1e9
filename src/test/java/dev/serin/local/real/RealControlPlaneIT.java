package dev.serin.local.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serin.local.TokenPods;
import dev.serin.local.api.AuditRecord;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The control plane is Kubernetes' own, with its controllers, permissions and audit, and survives what is done to it. */
@Tag("cluster")
class RealControlPlaneIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static RealControlPlane plane;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createDirectories(Path.of("target"));
        long before = System.nanoTime();
        plane = RealControlPlane.start(RealControlPlane.Options.in(Files.createTempDirectory(folder, "real")));
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        client = plane.newClient();
        System.out.printf("Kubernetes %s, started in %d ms%n", plane.version(), took.toMillis());
    }

    @AfterAll
    static void stop() {
        client.close();
        List<ProcessHandle> processes = plane.pids().values().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        plane.close();
        assertThat(processes).hasSize(3).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void answersTheVersionThatIsBuilt() {
        assertThat(plane.version()).matches("v1\\.\\d+\\.\\d+");
    }

    @Test
    void aDeploymentGetsItsReplicaSetAndPodsAndTakesThemWithIt() {
        create(Manifests.DEPLOYMENT);
        await().atMost(LIMIT).until(() -> pods("app=echo").size() == 2);
        assertThat(client.apps()
                        .replicaSets()
                        .inNamespace("default")
                        .withLabel("app", "echo")
                        .list()
                        .getItems())
                .singleElement()
                .satisfies(set -> assertThat(set.getMetadata().getOwnerReferences())
                        .singleElement()
                        .satisfies(owner -> assertThat(owner.getName()).isEqualTo("echo")));
        client.apps().deployments().inNamespace("default").withName("echo").delete();
        await().atMost(LIMIT).until(() -> pods("app=echo").isEmpty());
    }

    @Test
    void aReadyPodsAddressComesIntoItsServicesEndpointSlice() {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("here")
                        .endMetadata()
                        .build())
                .create();
        create(Manifests.SERVICE);
        Pod pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("sliced")
                        .withNamespace("default")
                        .addToLabels("app", "sliced")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("here")
                        .addNewContainer()
                        .withName("main")
                        .withImage("sliced")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        client.resource(pod)
                .editStatus(live -> new PodBuilder(live)
                        .editOrNewStatus()
                        .withPhase("Running")
                        .withPodIP("10.244.1.2")
                        .addNewPodIP("10.244.1.2")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build());
        await().atMost(LIMIT)
                .until(() -> client
                        .discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace("default")
                        .withLabel("kubernetes.io/service-name", "sliced")
                        .list()
                        .getItems()
                        .stream()
                        .flatMap(slice -> slice.getEndpoints().stream())
                        .anyMatch(endpoint -> endpoint.getAddresses().contains("10.244.1.2")));
    }

    @Test
    void rulesOfACustomResourceAnswerWithTheirMessage() {
        create(Manifests.CRD);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThatThrownBy(() -> create(Manifests.gauge(9, 3)))
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining("spec: Invalid value")
                        .hasMessageContaining("min must not be above max"));
        create(Manifests.gauge(3, 9));
    }

    @Test
    void aServiceAccountMayDoWhatItIsGrantedAndNothingElse() throws IOException {
        create(Manifests.SERVICE_ACCOUNT);
        Path kubeconfig = plane.kubeconfigFor("default", "reader");
        try (KubernetesClient reader = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build()) {
            assertThatThrownBy(() -> reader.pods().inNamespace("default").list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("\"system:serviceaccount:default:reader\" cannot list resource \"pods\"");
            client.resource(new RoleBindingBuilder()
                            .withNewMetadata()
                            .withName("reader")
                            .withNamespace("default")
                            .endMetadata()
                            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "view")
                            .addNewSubject("", "ServiceAccount", "reader", "default")
                            .build())
                    .create();
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> reader.pods().inNamespace("default").list() != null);
            assertThatThrownBy(() -> reader.pods()
                            .inNamespace("default")
                            .withName("none")
                            .delete())
                    .hasMessageContaining("cannot delete resource");
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(plane.audit())
                        .filteredOn(event -> event.user().equals("system:serviceaccount:default:reader"))
                        .filteredOn(AuditRecord::forbidden)
                        .extracting(event -> event.verb())
                        .contains("list", "delete"));
    }

    @Test
    void theAuditLogHasEachRequestOnce() {
        create(Manifests.map("audited"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(plane.audit())
                        .filteredOn(event -> event.resource().equals("configmaps")
                                && event.isWrite()
                                && event.user().equals("admin"))
                        .filteredOn(event -> event.name().equals("audited"))
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.status()).isEqualTo(201);
                            assertThat(event.changed()).isTrue();
                        }));
    }

    @Test
    void dataSurvivesAKilledEtcdAndARestartedApiServer() {
        create(Manifests.map("before"));
        String token = ServiceAccounts.token(client, "default", "default");
        Config once = Config.fromKubeconfig(plane.kubeconfig().toFile());
        once.setRequestRetryBackoffLimit(0);
        once.setRequestTimeout(1000);
        plane.killEtcd();
        try (KubernetesClient impatient =
                new KubernetesClientBuilder().withConfig(once).build()) {
            assertThatThrownBy(() -> impatient.raw("/api/v1/namespaces/default/secrets/none"))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageNotContaining("not found");
            assertThat(TokenPods.review(impatient, token).getAuthenticated())
                    .as("whose a token is, it knows by heart")
                    .isTrue();
        }
        plane.startEtcd();
        plane.restartApiServer();
        assertThat(client.configMaps().inNamespace("default").withName("before").get())
                .isNotNull();
        create(Manifests.map("after"));
    }

    private static void create(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace("default")
                .create();
    }

    private static List<Pod> pods(String selector) {
        return client.pods()
                .inNamespace("default")
                .withLabelSelector(selector)
                .list()
                .getItems();
    }
}
