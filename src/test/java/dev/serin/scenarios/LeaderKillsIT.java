package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whoever of two operators leads is killed again and again, at random times by a seed that is told ({@code -Dkills.seed}),
 * during a release under load, which ends as one during which nobody was: 4 times, or {@code -Dkills=20}. How soon another
 * leads is told and held against nothing here, where other scenarios take the processor: see docs/high-availability.md.
 */
class LeaderKillsIT {
    private static final int KILLS = Integer.getInteger("kills", 4);
    /** For how long a leader leads at the most, in milliseconds. */
    private static final int LONGEST = 1500;

    private static final int STEPS = 2 * KILLS + 2;

    private static Serin serin;
    private static Operators operators;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/leader-kills"));
        operators = new Operators(serin);
        serin.sample("reporter.yaml");
        operators.scale(2);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static void begin() throws Exception {
        String steps = IntStream.rangeClosed(1, STEPS)
                .mapToObj(step -> switch (STEPS - step) {
                    case 0 -> "{weight: 100}";
                    // Goes on when it is promoted, so that it is not over before the kills are.
                    case 1 -> "{weight: 99, hold: 1h}";
                    default -> "{weight: %d, hold: 1s}".formatted(2 * step);
                })
                .collect(Collectors.joining(", "));
        serin.release("strategy: {steps: [%s]}".formatted(steps));
        serin.awaitStatus("the first step", "reporter", status -> step(status) >= 1 && programmed(status));
    }

    private static int step(CanaryReleaseStatus status) {
        String step = status.step();
        return step == null ? 0 : Integer.parseInt(step.substring(0, step.indexOf('/')));
    }

    private static boolean programmed(CanaryReleaseStatus status) {
        return status.condition("TrafficProgrammed")
                .filter(condition -> condition.isTrue())
                .isPresent();
    }

    /** What a release comes to, without times. */
    private static Map<String, String> end() throws Exception {
        await("the last step but one").until(() -> step(serin.status("reporter")) == STEPS - 1);
        serin.cluster()
                .kubectl("annotate", "canary", "reporter", "serin.dev/action=promote")
                .orThrow();
        CanaryReleaseStatus status = await("the release ends")
                .until(() -> serin.status("reporter"), seen -> seen.phase() == Phase.Ready && step(seen) == STEPS);
        Map<String, String> end = new TreeMap<>();
        end.put("step", String.valueOf(status.step()));
        end.put(
                "weight",
                Optional.ofNullable(status.weights())
                        .map(weights -> weights.stable() + "/" + weights.canary())
                        .orElse(""));
        for (String type : List.of("Ready", "Stalled", "Progressing", "TrafficProgrammed", "Promoted")) {
            status.condition(type).ifPresent(condition -> end.put(type, condition.status() + " " + condition.reason()));
        }
        return end;
    }

    private static void delete() throws Exception {
        serin.cluster()
                .kubectl("delete", "canary", "reporter", "--timeout=150s")
                .orThrow();
    }

    @Test
    void howeverOftenTheLeaderIsKilledTheReleaseEndsAsWithout() throws Exception {
        begin();
        Map<String, String> calm = end();
        delete();
        long seed = Long.getLong("kills.seed", System.nanoTime());
        System.out.println("kills.seed=" + seed);
        var random = new Random(seed);
        begin();
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(300))) {
            await().until(() -> client.count() > 100);
            List<Double> followed = new ArrayList<>();
            List<Integer> steps = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                steps.add(step(serin.status("reporter")));
                followed.add(killAfter(random.nextInt(LONGEST)));
            }
            assertThat(steps).as("it never went back").isSorted();
            assertThat(end()).isEqualTo(calm);
            client.stop();
            List<Call> calls = client.calls();
            assertThat(calls.stream().filter(Call::failed))
                    .as("failed of " + calls.size())
                    .isEmpty();
            System.out.printf(
                    "leader killed %d times, at steps %s of %d, followed after %.1f to %.1f s: 0 of %d requests failed; ends with %s%n",
                    KILLS,
                    steps,
                    STEPS,
                    followed.stream().min(Double::compare).orElseThrow(),
                    followed.stream().max(Double::compare).orElseThrow(),
                    calls.size(),
                    calm);
        }
    }

    /** The pod goes with its process, so that another one stands by before the lease expires. */
    private static double killAfter(int millis) throws Exception {
        operators.awaitReady(2);
        String leader = operators.leader();
        long begun = System.nanoTime();
        await().pollInterval(Duration.ofMillis(5))
                .until(() ->
                        System.nanoTime() - begun >= Duration.ofMillis(millis).toNanos());
        long killed = System.nanoTime();
        operators.kill(leader);
        operators.awaitOtherThan(leader);
        return (System.nanoTime() - killed) / 1e9;
    }
}
