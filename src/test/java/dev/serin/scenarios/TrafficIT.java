package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.TrafficStatus;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a release's requests are split, as its user sees it: exactly unless asked otherwise, and verified. */
class TrafficIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/traffic"));
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static void traffic(String json) {
        serin.patch("reporter", "{\"spec\":{\"traffic\":" + json + "}}");
        serin.awaitStatus("the change is served", "reporter", TrafficIT::isSettled);
    }

    private static boolean isSettled(CanaryReleaseStatus status) {
        long generation = serin.cluster()
                .client()
                .resources(CanaryRelease.class)
                .inNamespace("default")
                .withName("reporter")
                .require()
                .getMetadata()
                .getGeneration();
        return Objects.equals(status.observedGeneration(), generation)
                && status.condition("Ready").orElseThrow().isTrue();
    }

    private static long canary(List<Call> calls) {
        return calls.stream().filter(call -> "v2".equals(call.version())).count();
    }

    @Test
    void exactlyUnlessAskedOtherwiseAndVerified() throws Exception {
        traffic("{\"split\":null,\"shield\":false,\"canaryMatches\":null}");
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(300))) {
            Condition verified = serin.awaitCondition("reporter", "TrafficVerified", true);
            assertThat(verified.reason()).isEqualTo("SharesAsWanted");
            CanaryReleaseStatus status = serin.awaitStatus(
                    "a share was observed",
                    "reporter",
                    seen -> seen.weights() != null && seen.weights().observedCanary() != null);
            assertThat(Double.parseDouble(Objects.requireNonNull(
                            Objects.requireNonNull(status.weights()).observedCanary())))
                    .isBetween(9.0, 11.0);
            client.stop();
            assertThat(client.calls()).noneMatch(Call::failed);
        }
        List<Call> inTurn = ReporterClient.run(Load.on(serin.proxy("reporter")).calls(500));
        for (int ten = 0; ten + 10 <= inTurn.size(); ten++) {
            assertThat(canary(inTurn.subList(ten, ten + 10)))
                    .as("of ten, from " + ten)
                    .isEqualTo(1);
        }
    }

    @Test
    void matchesAlwaysGoToCanary() throws Exception {
        traffic("{\"canaryMatches\":[{\"headers\":[{\"name\":\"x-canary\",\"value\":\"always\"}]}]}");
        Load matching = Load.on(serin.proxy("reporter")).headers(Map.of("x-canary", "always"));
        await().untilAsserted(() -> {
            List<Call> calls = ReporterClient.run(matching.calls(50));
            assertThat(canary(calls)).isEqualTo(50);
        });
        assertThat(canary(ReporterClient.run(Load.on(serin.proxy("reporter")).calls(100))))
                .isEqualTo(10);
        traffic("{\"canaryMatches\":null}");
    }

    private static void canaryWith(String variable) throws Exception {
        serin.cluster()
                .kubectl("set", "env", "deployment/reporter-v2", variable)
                .orThrow();
        serin.cluster()
                .kubectl("rollout", "status", "deployment/reporter-v2", "--timeout=150s")
                .orThrow();
    }

    @Test
    void theShieldRescuesAndTheStatusTellsWhatCanaryFailed() throws Exception {
        canaryWith("FAIL_PERCENT=30");
        traffic("{\"shield\":true}");
        serin.weight("reporter", 50);
        serin.awaitStatus(
                "weight 50",
                "reporter",
                status -> status.weights() != null
                        && status.weights().canary() == 50
                        && status.condition("TrafficProgrammed").orElseThrow().isTrue());
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(400))) {
            CanaryReleaseStatus status = serin.awaitStatus(
                    "the failures are told",
                    "reporter",
                    seen -> seen.traffic() != null
                            && seen.traffic().requests() >= 2_000
                            && seen.traffic().rescued() != null);
            client.stop();
            TrafficStatus told = Objects.requireNonNull(status.traffic());
            assertThat(Double.parseDouble(Objects.requireNonNull(told.rescued())))
                    .isBetween(29.0, 31.0);
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            System.out.printf(
                    "shield: 0 of %d calls failed; the status tells that canary failed %s %%%n",
                    client.calls().size(), told.rescued());
        }
        serin.awaitCondition("reporter", "TrafficVerified", true);
        canaryWith("FAIL_PERCENT-");
        serin.weight("reporter", 10);
        traffic("{\"shield\":false}");
    }
}
