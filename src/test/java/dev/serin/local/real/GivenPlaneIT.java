package dev.serin.local.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A cluster that runs already is used by its kubeconfig, from where its network is out of reach, and left as it was. */
@Tag("cluster")
class GivenPlaneIT {
    private static RealControlPlane others;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createDirectories(Path.of("target"));
        others = RealControlPlane.start(RealControlPlane.Options.in(Files.createTempDirectory(folder, "others")));
        client = others.newClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        others.close();
    }

    @Test
    void aScenarioRunsOnItAndLeavesItAsItWas() throws Exception {
        List<String> before = names();
        int exit = NetworkNamespace.run(
                Scenario.class,
                Map.of(
                        "serin.cluster",
                        "real",
                        "serin.kubeconfig",
                        others.kubeconfig().toString()),
                others.kubeconfig().toString());
        assertThat(exit).as("exit code").isZero();
        assertThat(others.audit())
                .as("it was this API server")
                .anyMatch(request -> request.user().equals("system:serviceaccount:serin-system:serin-operator"));
        assertThat(names()).isEqualTo(before);
    }

    /** Runs the first of all scenarios; a process of its own. */
    static final class Scenario {
        private Scenario() {}

        public static void main(String[] args) {
            var summary = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass("dev.serin.scenarios.FirstReleaseIT"))
                                    .build(),
                            summary);
            summary.getSummary().printFailuresTo(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
            System.exit(summary.getSummary().getTestsSucceededCount() == 1 ? 0 : 1);
        }
    }

    @Test
    void nodesThatWouldTakeThePodsAreToBeCordoned() {
        Node node = client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("worker-1")
                        .endMetadata()
                        .build())
                .create();
        try {
            client.nodes().withName("worker-1").subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), """
                            {"status": {"conditions": [{"type": "Ready", "status": "True"}]}}
                            """);
            // The control plane takes its taint off now.
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertRefused("kubectl cordon worker-1"));
        } finally {
            client.resource(node).delete();
        }
    }

    @Test
    void aNamespaceThatIsInUseIsLeftAlone() {
        List<HasMetadata> deployment = client.load(
                        new ByteArrayInputStream(Manifests.DEPLOYMENT.getBytes(StandardCharsets.UTF_8)))
                .inNamespace("default")
                .create();
        try {
            assertRefused("namespace default for themselves, and it has [Deployment echo");
        } finally {
            deployment.forEach(object -> client.resource(object).delete());
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Kubeconfig.of(Path.of("nowhere.yaml")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("-Dkubeconfig: there is no file ")
                .hasMessageEndingWith("nowhere.yaml");
    }

    private static void assertRefused(String words) {
        assertThatThrownBy(() ->
                        GivenPlane.enter(others.kubeconfig(), Files.createTempDirectory(Path.of("target"), "given")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("-Dkubeconfig: the cluster cannot be used: ")
                .hasMessageContaining(words);
    }

    private static List<String> names() {
        return Stream.of(
                        client.namespaces().list(),
                        client.nodes().list(),
                        client.apiextensions().v1().customResourceDefinitions().list(),
                        client.rbac().clusterRoles().list(),
                        client.rbac().clusterRoleBindings().list(),
                        client.apps().deployments().inAnyNamespace().list(),
                        client.pods().inAnyNamespace().list(),
                        client.services().inAnyNamespace().list(),
                        client.configMaps().inNamespace("default").list())
                .flatMap(list -> list.getItems().stream())
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .sorted()
                .toList();
    }
}
