package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.local.Waits;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ConfigMap changes, and nothing else: a release of what it contains, under load. */
class ContentIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/content"));
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static String manifest() {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {version: v1}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: quality}
                stringData: {failures: "0"}
                ---
                """
                + new UsersService(serin, "orders")
                        .manifest(2)
                        .replace(
                                "{name: VERSION, value: v1}",
                                "{name: VERSION, valueFrom: {configMapKeyRef: {name: settings, key: version}}}")
                        .replace(
                                "{name: FAIL_PERCENT, value: \"0\"}",
                                "{name: FAIL_PERCENT, valueFrom: {secretKeyRef: {name: quality, key: failures}}}");
    }

    private static boolean isAt(CanaryReleaseStatus status, Stage stage) {
        return status.adoption() != null && status.adoption().stage() == stage;
    }

    private static CanaryReleaseStatus awaitIdle(int releases) {
        return serin.awaitStatus(
                "idle",
                "orders",
                status -> isAt(status, Stage.Idle)
                        && status.phase() == Phase.Ready
                        && status.history().size() == releases
                        && new UsersService(serin, "orders-canary").deployment() == null);
    }

    private static void change(String version) throws Exception {
        serin.cluster()
                .kubectl("patch", "configmap", "settings", "-p", "{\"data\":{\"version\":\"%s\"}}".formatted(version))
                .orThrow();
    }

    /** What the operator has made of what pods read. */
    private static List<String> copies() {
        var client = serin.cluster().client();
        return Stream.concat(
                        client
                                .configMaps()
                                .inNamespace("default")
                                .withLabel("app.kubernetes.io/managed-by", "serin")
                                .withoutLabel("serin.dev/release")
                                .list()
                                .getItems()
                                .stream(),
                        client
                                .secrets()
                                .inNamespace("default")
                                .withLabel("app.kubernetes.io/managed-by", "serin")
                                .list()
                                .getItems()
                                .stream())
                .map((HasMetadata copy) -> copy.getKind() + " of "
                        + copy.getMetadata().getOwnerReferences().getFirst().getKind())
                .toList();
    }

    private static Set<String> ready() {
        return serin.readyPods("default", "app=orders").stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    /** One of stable's pods is deleted, and the autoscaler wants one more. */
    private static Set<String> disturbStable() throws Exception {
        Set<String> before = ready();
        serin.cluster()
                .kubectl("delete", "pod", before.iterator().next(), "--wait=false")
                .orThrow();
        new UsersService(serin, "orders").atLeast(3);
        await().until(() -> ready().size() == 3);
        Set<String> made = ready();
        made.removeAll(before);
        return made;
    }

    private static Set<String> versions(ReporterClient client, Set<String> pods) {
        return client.calls().stream()
                .flatMap(call -> call.answer().stream())
                .filter(answer -> pods.contains(answer.pod()))
                .map(answer -> answer.version())
                .collect(Collectors.toSet());
    }

    @Test
    void aChangedConfigMapIsReleasedWhileStableGoesOnWithTheOldOne() throws Exception {
        serin.apply(manifest()).orThrow();
        Waits.rolledOut(serin.cluster().client(), "orders");
        new UsersService(serin, "orders").release("", "{weight: 20, approval: Required}", "");
        awaitIdle(0);
        await().untilAsserted(() ->
                assertThat(copies()).containsExactlyInAnyOrder("ConfigMap of ReplicaSet", "Secret of ReplicaSet"));
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("orders")).connections(8).rate(400).waitingForReady())) {
            change("v2");
            serin.awaitStatus(
                    "canary has its share",
                    "orders",
                    status -> status.weights() != null && status.weights().canary() == 20);
            Set<String> made = disturbStable();
            await().until(() -> versions(client, made).contains("v1"));
            assertThat(versions(client, made)).as("new pods of stable").containsExactly("v1");
            int from = client.count();
            await().until(() -> client.count() > from + 1000);
            assertThat(client.since(from).stream()
                            .filter(call -> !call.failed() && call.version().equals("v2"))
                            .count())
                    .isBetween(150L, 250L);
            serin.cluster()
                    .kubectl("annotate", "canary", "orders", "serin.dev/action=approve")
                    .orThrow();
            awaitIdle(1);
            int last = client.count();
            await().until(() -> client.count() > last + 400);
            assertThat(client.since(last + 50)).allMatch(call -> call.version().equals("v2"));
            client.stop();
            List<Call> failed = client.calls().stream().filter(Call::failed).toList();
            System.out.printf(
                    "a ConfigMap's content released: %d of %d requests failed%n",
                    failed.size(), client.calls().size());
            assertThat(failed).isEmpty();
        }
        putBack();
        deleted();
    }

    /** What is changed and put back restarts nothing. */
    private static void putBack() throws Exception {
        Set<String> before = ready();
        serin.cluster()
                .kubectl("patch", "secret", "quality", "-p", "{\"stringData\":{\"failures\":\"1\"}}")
                .orThrow();
        serin.awaitStatus("a release", "orders", status -> isAt(status, Stage.Releasing));
        serin.cluster()
                .kubectl("patch", "secret", "quality", "-p", "{\"stringData\":{\"failures\":\"0\"}}")
                .orThrow();
        awaitIdle(2);
        assertThat(ready()).isEqualTo(before);
        assertThat(serin.events("orders"))
                .containsSubsequence(
                        "Adopted", "ContentKept", "ReleaseStarted", "Promoted", "ContentKept", "ReleaseEnded");
    }

    private static void deleted() throws Exception {
        serin.cluster().kubectl("delete", "canary", "orders", "--timeout=150s").orThrow();
        Set<String> before = ready();
        Waits.rolledOut(serin.cluster().client(), "orders");
        assertThat(ready()).as("nothing is restarted").isEqualTo(before);
        assertThat(new UsersService(serin, "orders").present().getSpec().getPaused())
                .isNotEqualTo(true);
        List<Pod> pods = serin.cluster().pods("default", "app=orders");
        assertThat(pods).noneMatch(pod -> pod.getMetadata().getAnnotations().containsKey("serin.dev/content"));
        assertThat(copies())
                .as("those of the ReplicaSet that served the old content")
                .hasSize(2);
    }
}
