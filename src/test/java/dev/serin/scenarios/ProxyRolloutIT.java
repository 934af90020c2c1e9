package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The proxies are replaced under load, for each of the reasons that there are. */
class ProxyRolloutIT {
    private static final int CALLS = Integer.getInteger("scenario.calls", 30_000);
    /** Few enough for machines that others use too. */
    private static final int RATE = Math.clamp(CALLS / 60, 400, 1500);

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/proxy-rollout"));
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @Test
    void imageResourcesAndBootstrapChangeWithoutALostRequest() throws Exception {
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(20).rate(RATE))) {
            await().until(() -> client.count() > 1000);
            replacedBy("another image", () -> spec("{\"image\": \"envoyproxy/envoy:v1.40.0\"}"));
            replacedBy("other resources", () -> spec("{\"resources\": {\"requests\": {\"cpu\": \"50m\"}}}"));
            replacedBy("another bootstrap", ProxyRolloutIT::moveTheOperator);
            await().atMost(Duration.ofMinutes(5)).until(() -> client.count() > CALLS);
            client.stop();
            List<Call> calls = client.calls();
            assertThat(calls.stream().filter(Call::failed))
                    .as("failed of " + calls.size())
                    .isEmpty();
            System.out.printf("proxies replaced three times under load: 0 of %d requests failed%n", calls.size());
        }
        serin.awaitCondition("reporter", "Ready", true);
    }

    private interface Change {
        void make() throws Exception;
    }

    private static void replacedBy(String reason, Change change) throws Exception {
        List<String> before = serin.proxyPods("reporter");
        PodTemplateSpec template = template();
        change.make();
        await(reason + " is in the template").until(() -> !template().equals(template));
        serin.cluster()
                .kubectl("rollout", "status", "deployment", "reporter-proxy", "--timeout=180s")
                .orThrow();
        await("no proxy of before " + reason + " is left")
                .untilAsserted(
                        () -> assertThat(serin.proxyPods("reporter")).hasSize(2).doesNotContainAnyElementsOf(before));
    }

    private static void spec(String proxy) {
        serin.patch("reporter", "{\"spec\": {\"proxy\": " + proxy + "}}");
    }

    /** Another Service for the operator: proxies start with another address, and the operator itself is replaced. */
    private static void moveTheOperator() throws Exception {
        serin.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: elsewhere, namespace: %s}
                spec:
                  selector: {app.kubernetes.io/component: operator}
                  ports: [{name: grpc-xds, port: 18000, targetPort: xds}]
                """.formatted(Serin.NAMESPACE)).orThrow();
        serin.cluster()
                .kubectl(
                        "set",
                        "env",
                        "deployment/serin-operator",
                        "-n",
                        Serin.NAMESPACE,
                        "SERIN_XDS_ADDRESS=elsewhere.serin-system.svc:18000")
                .orThrow();
    }

    private static PodTemplateSpec template() {
        return serin.cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("reporter-proxy")
                .require()
                .getSpec()
                .getTemplate();
    }
}
