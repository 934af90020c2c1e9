package dev.serin.demo;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.samples.Call;
import dev.serin.samples.ReporterClient;
import dev.serin.scenarios.Serin;
import java.time.Duration;
import java.util.List;

/** What every act plays with. */
record Stage(Serin serin, Story story) {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    String kubectl(String... args) throws Exception {
        return serin.cluster().kubectl(args).orThrow().out();
    }

    /** Waits until all ready proxies have confirmed a weight. */
    CanaryReleaseStatus awaitWeight(int weight) {
        return serin.awaitStatus("canary weight " + weight, "reporter", status -> serves(status, weight));
    }

    static boolean serves(CanaryReleaseStatus status, int weight) {
        Weights weights = status.weights();
        return weights != null
                && weights.canary() == weight
                && status.condition("TrafficProgrammed")
                        .map(condition -> condition.isTrue())
                        .orElse(false);
    }

    /** Waits for so many more calls. */
    static void awaitCalls(ReporterClient client, int more) {
        int before = client.count();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> client.count() >= before + more);
    }

    /** Answers by version, such as {@code 90 v1, 10 v2}. */
    static String counts(List<Call> calls) {
        long canary = calls.stream().filter(call -> call.version().equals("v2")).count();
        long failed = calls.stream().filter(Call::failed).count();
        return "%d v1, %d v2%s"
                .formatted(calls.size() - canary - failed, canary, failed == 0 ? "" : ", " + failed + " failed");
    }

    static long connections(List<Call> calls) {
        return calls.stream()
                .map(Call::local)
                .filter(local -> !local.isEmpty())
                .distinct()
                .count();
    }
}
