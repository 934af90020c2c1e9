package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The xDS channel over TLS with tokens, whose keys last for seconds, while operators come and go under load. */
class SecureChannelIT {
    private static Serin serin;

    @BeforeAll
    static void start() throws Exception {
        serin = Serin.fromChart(
                Path.of("target/scenarios/secure-channel"),
                "xds.certificateLifetime=20s,xds.caLifetime=60s,xds.caOverlap=10s");
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static String secret(String key) {
        Secret secret = serin.cluster()
                .client()
                .secrets()
                .inNamespace(Serin.NAMESPACE)
                .withName("serin-xds-tls")
                .require();
        return Objects.requireNonNull(secret.getData().get(key), key);
    }

    @Test
    void certificatesAndAuthoritiesAreRenewedWithoutALostRequest() throws Exception {
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
        Set<String> authorities = new HashSet<>();
        Set<String> certificates = new HashSet<>();
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(2).rate(200))) {
            for (int weight = 20; weight <= 80; weight += 40) {
                String shown = secret("tls.crt");
                await("the certificate is renewed")
                        .until(() -> !secret("tls.crt").equals(shown));
                authorities.add(secret("authority.crt"));
                certificates.add(secret("tls.crt"));
                anotherOperatorSets(weight);
            }
            await("another authority signs")
                    .until(() -> authorities.add(secret("authority.crt")) || authorities.size() > 1);
            anotherOperatorSets(90);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            System.out.printf(
                    "0 of %d requests failed through %d certificates of %d authorities%n",
                    client.count(), certificates.size(), authorities.size());
        }
        assertThat(certificates).hasSize(2);
        assertThat(authorities).hasSizeGreaterThan(1);
    }

    /** Only one that the proxies have found and taken for theirs can. */
    private static void anotherOperatorSets(int weight) throws Exception {
        String operator = serin.operatorPod();
        serin.cluster()
                .kubectl("delete", "pod", "-n", Serin.NAMESPACE, operator, "--wait=false")
                .orThrow();
        await("another operator")
                .until(() -> serin.readyPods(Serin.NAMESPACE, "app.kubernetes.io/component=operator").stream()
                        .anyMatch(pod -> !pod.getMetadata().getName().equals(operator)));
        serin.weight("reporter", weight);
        serin.awaitWeight("reporter", weight);
    }
}
