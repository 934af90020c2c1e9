package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.local.api.AuditRecord;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Weights that change under load, on connections that are already open. */
class WeightChangeIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/weight-change"));
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @Test
    void anOpenConnectionFollowsWithin100MillisecondsOfTheApiServersAcceptance() throws Exception {
        long epoch = System.nanoTime();
        Instant start = Instant.now();
        List<Double> millis = new ArrayList<>();
        serin.weight("reporter", 10);
        try (var client = ReporterClient.start(Load.on(serin.proxy("reporter")).rate(1000))) {
            for (int change = 0; change < 20; change++) {
                int from = change % 2 == 0 ? 10 : 90;
                awaitProgrammed(from);
                int before = client.count();
                await().until(() -> client.count() > before + 200);
                serin.weight("reporter", 100 - from);
                awaitProgrammed(100 - from);
                int changed = client.count();
                await().until(() -> client.count() > changed + 300);
                Instant accepted = lastPatch();
                Call first = ChangePoint.first(client.since(before), "v2", from / 100.0, 1 - from / 100.0);
                long answered = first.startNanos() + first.durationNanos() - epoch;
                millis.add(Duration.between(accepted, start.plusNanos(answered)).toNanos() / 1e6);
            }
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            assertThat(client.calls().stream().map(Call::local).distinct())
                    .as("one connection")
                    .hasSize(1);
        }
        Collections.sort(millis);
        System.out.printf(
                "API server's acceptance to first response at the new weight, 20 changes: median %.1f ms, worst %.1f ms%n",
                (millis.get(9) + millis.get(10)) / 2, millis.getLast());
        // The fastest, as whatever else the machine does only adds to it. The benchmark has the median, beside a raw
        // Envoy's.
        assertThat(millis.getFirst()).isLessThanOrEqualTo(100);
    }

    private static Instant lastPatch() {
        return serin.cluster().audit().stream()
                .filter(record -> record.resource().equals("canaryreleases")
                        && record.verb().equals("patch")
                        && record.subresource().isEmpty()
                        && record.changed()
                        && !record.manager().equals("serin"))
                .map(AuditRecord::accepted)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void noRequestIsLostThroughFiftyChangesAndTheSharesAreRight() throws Exception {
        var random = new Random(1);
        double expected = 0;
        double variance = 0;
        long canary = 0;
        long total = 0;
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(50).rate(800))) {
            await("the load runs").until(() -> client.count() > 2000);
            for (int change = 0; change < 50; change++) {
                int weight = random.nextInt(101);
                serin.weight("reporter", weight);
                awaitProgrammed(weight);
                // Envoy confirms when its main thread has taken a route; its workers follow in their next turn.
                long confirmed = System.nanoTime() + Duration.ofMillis(100).toNanos();
                int before = client.count();
                await().pollInterval(Duration.ofMillis(10)).until(() -> client.count() >= before + 450);
                List<Call> window = client.since(before).stream()
                        .filter(call -> call.startNanos() > confirmed && !call.failed())
                        .toList();
                double share = weight / 100.0;
                long hits = window.stream()
                        .filter(call -> call.version().equals("v2"))
                        .count();
                double sigma = Math.sqrt(window.size() * share * (1 - share));
                assertThat((double) hits).as("at " + weight).isCloseTo(window.size() * share, within(5 * sigma + 1e-9));
                expected += window.size() * share;
                variance += sigma * sigma;
                canary += hits;
                total += window.size();
            }
            client.stop();
            List<Call> calls = client.calls();
            assertThat(calls.size()).isGreaterThanOrEqualTo(20_000);
            assertThat(calls.stream().filter(Call::failed))
                    .as("failed of " + calls.size())
                    .isEmpty();
            assertThat(calls.stream().map(Call::local).distinct().count())
                    .as("connections")
                    .isEqualTo(50);
            System.out.printf(
                    "%d requests over 50 connections through 50 changes: 0 failed; canary got %d of %d counted, expected %.0f ± %.0f (4 sigma)%n",
                    calls.size(), canary, total, expected, 4 * Math.sqrt(variance));
        }
        assertThat((double) canary).isCloseTo(expected, within(4 * Math.sqrt(variance)));
    }

    private static void awaitProgrammed(int weight) {
        serin.awaitStatus("weight " + weight + " is confirmed", "reporter", status -> isProgrammed(status, weight));
    }

    private static boolean isProgrammed(CanaryReleaseStatus status, int weight) {
        Weights weights = status.weights();
        return weights != null
                && weights.canary() == weight
                && status.condition("TrafficProgrammed").orElseThrow().isTrue();
    }
}
