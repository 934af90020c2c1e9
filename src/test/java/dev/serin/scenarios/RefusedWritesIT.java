package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.local.Disturbances.Disturbance;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Admission refuses what the operator writes: the release says so, and goes on when it may. */
class RefusedWritesIT {
    private static final String WORDS = "Services are made by the platform team";

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/refused-writes"));
        serin.sample("reporter.yaml");
    }

    @AfterEach
    void delete() throws Exception {
        serin.cluster().kubectl("delete", "canary", "--all", "--timeout=150s").orThrow();
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @Test
    void anObjectThatMayNotBeMadeIsNamed() throws Exception {
        try (Disturbance refusal = serin.cluster().disturb().refuse(Serin.USER, "services", WORDS)) {
            serin.sample("canary-weight.yaml");
            Condition stalled = serin.awaitCondition("reporter", "Stalled", true);
            assertThat(stalled.reason()).isEqualTo("WriteRefused");
            assertThat(stalled.message())
                    .startsWith("The API server refuses a write of Service reporter-")
                    .contains(WORDS)
                    .endsWith("Serin tries again by itself. Traffic stays as it is.");
            await().untilAsserted(() -> assertThat(serin.events("reporter")).contains("WriteRefused"));
            assertThat(refusal).isNotNull();
        }
        serin.awaitCondition("reporter", "Ready", true);
        await().untilAsserted(() -> assertThat(serin.events("reporter")).contains("Recovered"));
    }

    @Test
    void aReleaseThatServesGoesOnServing() throws Exception {
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(300))) {
            try (Disturbance refusal = serin.cluster().disturb().refuse(Serin.USER, "configmaps", WORDS)) {
                serin.cluster().kubectl("delete", "configmap", "reporter-proxy").orThrow();
                serin.awaitCondition("reporter", "Stalled", true);
                int stalled = client.count();
                await().until(() -> client.count() > stalled + 300);
                assertThat(refusal).isNotNull();
            }
            serin.awaitCondition("reporter", "Ready", true);
            client.stop();
            assertThat(client.calls()).noneMatch(call -> call.failed());
        }
    }

    @Test
    void aReleaseIsNotGoneBeforeWhatItMadeIs() throws Exception {
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
        try (Disturbance refusal = serin.cluster().disturb().refuse(Serin.USER, "services", WORDS)) {
            serin.cluster()
                    .kubectl("delete", "canary", "reporter", "--wait=false")
                    .orThrow();
            Condition stalled = serin.awaitCondition("reporter", "Stalled", true);
            assertThat(stalled.message()).contains(WORDS);
            assertThat(refusal).isNotNull();
        }
        serin.cluster()
                .kubectl("wait", "--for=delete", "canary/reporter", "--timeout=150s")
                .orThrow();
        assertThat(serin.cluster()
                        .client()
                        .services()
                        .inNamespace("default")
                        .withName("reporter-canary")
                        .get())
                .isNull();
    }
}
