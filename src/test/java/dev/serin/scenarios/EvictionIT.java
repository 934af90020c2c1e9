package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.api.AuditRecord;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes are drained: only a real control plane evicts pods and counts disruptions. */
@Tag("cluster")
class EvictionIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/eviction"));
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @Test
    void proxiesAreEvictedOneAtATimeAndNoRequestIsLost() throws Exception {
        await().until(() -> disruptionsAllowed() == 1);
        List<String> before = serin.proxyPods("reporter");
        assertThat(before).hasSize(2);
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(10).rate(500))) {
            await().until(() -> client.count() > 500);
            for (String proxy : before) {
                // The client asks again while the answer is 429.
                await().until(() -> evict(proxy));
            }
            assertThat(evictions(before.getFirst())).containsExactly(201);
            assertThat(evictions(before.getLast()))
                    .as("refused until the first one was replaced")
                    .startsWith(429)
                    .endsWith(201);
            await().untilAsserted(() ->
                    assertThat(serin.proxyPods("reporter")).hasSize(2).doesNotContainAnyElementsOf(before));
            int from = client.count();
            await().until(() -> client.count() > from + 500);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed))
                    .as("failed of " + client.count())
                    .isEmpty();
        }
    }

    private static boolean evict(String pod) {
        return serin.cluster()
                .client()
                .pods()
                .inNamespace("default")
                .withName(pod)
                .evict();
    }

    /** What the API server answered to the evictions of a pod. */
    private static List<Integer> evictions(String pod) {
        return serin.cluster().audit().stream()
                .filter(request -> request.subresource().equals("eviction")
                        && request.name().equals(pod))
                .map(AuditRecord::status)
                .toList();
    }

    private static int disruptionsAllowed() {
        PodDisruptionBudget budget = serin.cluster()
                .client()
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace("default")
                .withName("reporter-proxy")
                .require();
        return budget.getStatus() == null || budget.getStatus().getDisruptionsAllowed() == null
                ? 0
                : budget.getStatus().getDisruptionsAllowed();
    }
}
