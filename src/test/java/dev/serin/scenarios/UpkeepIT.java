package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.api.AuditRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operator makes: kept as it should be, taken away whole, and left alone while nothing changes. */
class UpkeepIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/upkeep"));
        serin.sample("reporter.yaml");
        for (String deployment : List.of("reporter", "reporter-v2")) {
            serin.cluster()
                    .kubectl("rollout", "status", "deployment", deployment, "--timeout=150s")
                    .orThrow();
        }
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static String release(String name, String service, int proxies) {
        return """
                apiVersion: serin.dev/v1alpha1
                kind: CanaryRelease
                metadata: {name: %s}
                spec:
                  targetRef: {name: reporter}
                  canaryRef: {name: reporter-v2}
                  service: {name: %s, port: 9090, exposure: Separate}
                  proxy: {replicas: %d}
                  strategy: {weight: 10}
                """.formatted(name, service, proxies);
    }

    @Test
    void whatIsChangedOrDeletedIsPutRightAndDeletionLeavesNothing() throws Exception {
        KubernetesClient client = serin.cluster().client();
        List<String> before = objects(client);
        serin.apply(release("upkeep", "reporter", 1)).orThrow();
        serin.awaitCondition("upkeep", "Ready", true);

        serin.cluster().kubectl("delete", "service", "upkeep-canary").orThrow();
        serin.cluster().kubectl("delete", "configmap", "upkeep-proxy").orThrow();
        serin.cluster().kubectl("delete", "poddisruptionbudget", "upkeep-proxy").orThrow();
        serin.cluster()
                .kubectl("scale", "deployment", "upkeep-proxy", "--replicas=3")
                .orThrow();
        String selector = "[{\"op\":\"replace\",\"path\":\"/spec/selector/app\",\"value\":\"somebody\"}]";
        serin.cluster()
                .kubectl("patch", "service", "upkeep-stable", "--type=json", "-p", selector)
                .orThrow();
        await().untilAsserted(() -> {
            assertThat(client.services()
                            .inNamespace("default")
                            .withName("upkeep-canary")
                            .get())
                    .isNotNull();
            assertThat(client.configMaps()
                            .inNamespace("default")
                            .withName("upkeep-proxy")
                            .get())
                    .isNotNull();
            assertThat(client.policy()
                            .v1()
                            .podDisruptionBudget()
                            .inNamespace("default")
                            .withName("upkeep-proxy")
                            .get())
                    .isNotNull();
            assertThat(client.services()
                            .inNamespace("default")
                            .withName("upkeep-stable")
                            .require()
                            .getSpec()
                            .getSelector())
                    .containsEntry("app", "reporter");
            assertThat(client.apps()
                            .deployments()
                            .inNamespace("default")
                            .withName("upkeep-proxy")
                            .require()
                            .getSpec()
                            .getReplicas())
                    .isEqualTo(1);
        });
        serin.awaitCondition("upkeep", "Ready", true);
        await().untilAsserted(() -> assertThat(serin.events("upkeep")).contains("Repaired"));

        serin.cluster().kubectl("delete", "canary", "upkeep", "--timeout=150s").orThrow();
        await().untilAsserted(() -> assertThat(objects(client)).isEqualTo(before));
    }

    private static List<String> objects(KubernetesClient client) {
        Stream<? extends HasMetadata> all = Stream.of(
                        client.services().inNamespace("default").list().getItems(),
                        client.configMaps().inNamespace("default").list().getItems(),
                        client.apps()
                                .deployments()
                                .inNamespace("default")
                                .list()
                                .getItems(),
                        client.policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace("default")
                                .list()
                                .getItems(),
                        client.pods().inNamespace("default").list().getItems(),
                        client.discovery()
                                .v1()
                                .endpointSlices()
                                .inNamespace("default")
                                .list()
                                .getItems())
                .flatMap(List::stream);
        return all.map(object -> object.getKind() + " " + object.getMetadata().getName())
                .sorted()
                .toList();
    }

    @Test
    void twentyReleasesWriteNothingInAMinuteWhenIdle() throws Exception {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            yaml.append("apiVersion: v1\nkind: Service\nmetadata: {name: s%d}\n".formatted(i))
                    .append(
                            "spec: {selector: {app: reporter}, ports: [{name: grpc, port: 9090, targetPort: grpc}]}\n---\n")
                    .append(release("r" + i, "s" + i, 1))
                    .append("---\n");
        }
        serin.apply(yaml.toString()).orThrow();
        for (int i = 0; i < 20; i++) {
            serin.awaitCondition("r" + i, "Ready", true);
        }
        await().until(UpkeepIT::isQuiet);
        int from = serin.cluster().audit().size();
        await("a minute goes by")
                .during(Duration.ofSeconds(60))
                .atMost(Duration.ofSeconds(70))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(writes(from)).isEmpty());
        System.out.println("20 releases, 60 s idle: 0 writes but the leader's lease");
        serin.cluster().kubectl("delete", "canary", "--all", "--timeout=150s").orThrow();
    }

    private static boolean isQuiet() {
        int from = serin.cluster().audit().size();
        await().during(Duration.ofSeconds(3)).until(() -> true);
        return writes(from).isEmpty();
    }

    /** All writes of anybody; the leader's lease, renewed as every leader's is, is not about a release. */
    private static List<AuditRecord> writes(int from) {
        return serin.cluster().audit().stream()
                .skip(from)
                .filter(AuditRecord::isWrite)
                .filter(record -> !record.resource().equals("leases"))
                .toList();
    }
}
