package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.Cluster.Result;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several managers of the same objects: who keeps what, what the others are told, and that nobody fights. */
class ManagersIT {
    private static final Path FOLDER = Path.of("target/scenarios/managers");
    private static final String PROXIES = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: reporter-proxy}
            spec: {%s}
            """;

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(FOLDER);
        serin.sample("reporter.yaml");
    }

    @AfterEach
    void delete() throws Exception {
        serin.cluster()
                .kubectl("delete", "hpa,canary", "--all", "--timeout=150s")
                .orThrow();
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static Result kubectl(String... args) throws Exception {
        return serin.cluster().kubectl(args);
    }

    private static String release(int weight) throws Exception {
        return Files.readString(Path.of("deploy/samples/canary-weight.yaml"))
                .replace("weight: 10", "weight: " + weight);
    }

    private static void sample() throws Exception {
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
    }

    private static void awaitWeight(int weight) {
        serin.awaitWeight("reporter", weight);
    }

    private static Result asGitOps(String yaml, String... more) throws Exception {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--server-side";
        arguments[1] = "--field-manager=gitops";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return serin.applyWith(yaml, arguments);
    }

    private static void assertConflict(Result answer, String owner, String field) {
        assertThat(answer.exit()).as(answer.toString()).isNotZero();
        assertThat(answer.err())
                .startsWith("error: Apply failed with 1 conflict: conflict with \"%s\"".formatted(owner))
                .containsPattern(": \\Q%s\\E\n".formatted(field))
                .contains("--force-conflicts");
    }

    private static Deployment proxies() {
        return serin.cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("reporter-proxy")
                .require();
    }

    private static void awaitProxies(int number) {
        await(number + " proxies").untilAsserted(() -> {
            Deployment proxies = proxies();
            assertThat(proxies.getSpec().getReplicas()).isEqualTo(number);
            assertThat(proxies.getStatus().getReadyReplicas()).isEqualTo(number);
            assertThat(proxies.getStatus().getReplicas()).isEqualTo(number);
        });
    }

    /** An autoscaler looks every second, and the operator at every change; the Deployment's own status comes to rest. */
    private static void assertNobodyFights() {
        var last = new AtomicReference<>("");
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(20)).until(() -> {
            String version = proxies().getMetadata().getResourceVersion();
            return version.equals(last.getAndSet(version));
        });
    }

    @Test
    void kubectlGoesOverToServerSideApplyAndOthersAreToldWhoseAWeightIs() throws Exception {
        sample();
        assertConflict(asGitOps(release(20)), "kubectl-client-side-apply", ".spec.strategy.weight");
        awaitWeight(10);

        serin.applyWith(release(30), "--server-side").orThrow();
        awaitWeight(30);
        assertConflict(asGitOps(release(20)), "kubectl", ".spec.strategy.weight");

        asGitOps(release(20), "--force-conflicts").orThrow();
        awaitWeight(20);
        assertConflict(serin.applyWith(release(30), "--server-side"), "gitops", ".spec.strategy.weight");
        asGitOps(release(25)).orThrow();
        awaitWeight(25);
    }

    @Test
    void whatTheOperatorMadeIsItsOwnAndTheRestIsWhoeverSetsIt() throws Exception {
        sample();
        awaitProxies(2);
        assertConflict(asGitOps(PROXIES.formatted("replicas: 1")), "serin", ".spec.replicas");
        asGitOps(PROXIES.formatted("replicas: 1"), "--force-conflicts").orThrow();
        await().untilAsserted(() -> assertThat(serin.events("reporter")).contains("Repaired"));
        awaitProxies(2);

        asGitOps(PROXIES.formatted("minReadySeconds: 1, template: {metadata: {annotations: {team: shop}}}"))
                .orThrow();
        kubectl("label", "deployment", "reporter-proxy", "cost=shop").orThrow();
        kubectl("delete", "configmap", "reporter-proxy").orThrow();
        await("the operator has been through")
                .until(() -> kubectl("get", "configmap", "reporter-proxy").exit() == 0);
        awaitProxies(2);
        assertThat(proxies().getSpec().getMinReadySeconds()).isEqualTo(1);
        assertThat(proxies().getMetadata().getLabels()).containsEntry("cost", "shop");
        assertThat(proxies().getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("team", "shop");
        assertNobodyFights();
    }

    @Test
    void anAutoscalerKeepsTheNumberOfProxies() throws Exception {
        sample();
        serin.apply("""
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: reporter-proxy}
                        spec:
                          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: reporter-proxy}
                          minReplicas: 3
                          maxReplicas: 4
                        """).orThrow();
        awaitProxies(3);
        serin.awaitCondition("reporter", "Ready", true);
        assertNobodyFights();

        serin.patch("reporter", "{\"spec\":{\"proxy\":{\"replicas\":1}}}");
        serin.awaitStatus(
                "the operator has seen it",
                "reporter",
                status -> status.observedGeneration() != null && status.observedGeneration() == generation());
        assertNobodyFights();
        awaitProxies(3);

        kubectl("delete", "hpa", "reporter-proxy").orThrow();
        kubectl("scale", "deployment", "reporter-proxy", "--replicas=2").orThrow();
        awaitProxies(1);
    }

    private static long generation() {
        return serin.cluster()
                .client()
                .genericKubernetesResources("serin.dev/v1alpha1", "CanaryRelease")
                .inNamespace("default")
                .withName("reporter")
                .require()
                .getMetadata()
                .getGeneration();
    }

    @Test
    void helmInstallsChangesAndRemovesARelease() throws Exception {
        String chart = chart().toString();
        serin.cluster().helm("install", "shop", chart, "--set", "weight=20").orThrow();
        serin.awaitCondition("reporter", "Ready", true);
        awaitWeight(20);
        assertConflict(asGitOps(release(30)), "helm", ".spec.strategy.weight");

        serin.cluster().helm("upgrade", "shop", chart, "--set", "weight=40").orThrow();
        awaitWeight(40);

        // Helm compares a custom resource with its own last one: what was changed by hand stays until it changes that.
        serin.weight("reporter", 50);
        serin.cluster().helm("upgrade", "shop", chart, "--set", "weight=40").orThrow();
        awaitWeight(50);
        serin.cluster().helm("rollback", "shop", "1").orThrow();
        awaitWeight(20);

        serin.cluster().helm("uninstall", "shop", "--wait", "--timeout", "60s").orThrow();
        kubectl("wait", "--for=delete", "canary/reporter", "--timeout=150s").orThrow();
        assertThat(kubectl("get", "service,configmap,deployment", "-l", "serin.dev/release=reporter")
                        .err())
                .contains("No resources found");
    }

    /** A user's own chart, with a release in it. */
    private static Path chart() throws Exception {
        Path chart = FOLDER.resolve("chart").toAbsolutePath();
        Map<String, String> files = Map.of(
                "Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0}",
                "values.yaml", "weight: 10",
                "templates/canary.yaml", release(10).replace("weight: 10", "weight: {{ .Values.weight }}"));
        for (var file : files.entrySet()) {
            Path path = chart.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return chart;
    }
}
