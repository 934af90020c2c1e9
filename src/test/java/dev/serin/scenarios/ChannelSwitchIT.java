package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.chart.Helm;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The xDS channel becomes secure, plain text and secure again under load: proxies of before cannot connect meanwhile. */
class ChannelSwitchIT {
    private static Serin serin;

    @BeforeAll
    static void start() throws Exception {
        serin = Serin.notYet(Path.of("target/scenarios/channel-switch"));
        serin.cluster().kubectl("apply", "-f", "deploy/namespace.yaml").orThrow();
        serin.helm("install", "serin", Helm.CHART, "--set", "xds.secure=false").orThrow();
        serin.awaitOperator();
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @Test
    void proxiesRollAndNoRequestIsLost() throws Exception {
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
        assertThat(proxiesHaveTokens()).isFalse();
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(300))) {
            await().until(() -> client.count() > 300);
            switched(
                    true,
                    40,
                    () -> serin.helm("upgrade", "serin", Helm.CHART, "--reset-values")
                            .orThrow());
            switched(false, 60, () -> serin.helm("rollback", "serin", "1").orThrow());
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed))
                    .as("failed of " + client.count())
                    .isEmpty();
            System.out.printf(
                    "the channel became secure and plain text again: 0 of %d requests failed%n", client.count());
        }
    }

    private interface Change {
        void make() throws Exception;
    }

    /** A weight that is set right after the change is confirmed by all proxies once they are new. */
    private static void switched(boolean secure, int weight, Change change) throws Exception {
        List<String> proxies = serin.proxyPods("reporter");
        String operator = serin.operatorPod();
        long start = System.nanoTime();
        change.make();
        await("another operator")
                .until(() -> serin.readyPods(Serin.NAMESPACE, "app.kubernetes.io/component=operator").stream()
                        .noneMatch(pod -> pod.getMetadata().getName().equals(operator)));
        serin.weight("reporter", weight);
        await("the proxies are others")
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(
                        () -> assertThat(serin.proxyPods("reporter")).hasSize(2).doesNotContainAnyElementsOf(proxies));
        serin.awaitWeight("reporter", weight);
        serin.awaitStatus(
                "every proxy has confirmed it",
                "reporter",
                status -> status.condition("TrafficProgrammed")
                                .map(Condition::isTrue)
                                .equals(Optional.of(true))
                        && status.proxies() != null
                        && status.proxies().programmed() == 2);
        assertThat(proxiesHaveTokens()).isEqualTo(secure);
        System.out.printf(
                "secure: %b; all proxies are new and have confirmed a weight %.1f s after it was asked for%n",
                secure, (System.nanoTime() - start) / 1e9);
    }

    /** Whether they have a token. */
    private static boolean proxiesHaveTokens() {
        return serin.cluster().pods("default", "app.kubernetes.io/name=serin-proxy").stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .allMatch(pod -> pod.getSpec().getVolumes().stream()
                        .anyMatch(volume -> volume.getName().equals("token")));
    }
}
