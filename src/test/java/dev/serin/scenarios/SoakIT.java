package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Requests through random events. A short one runs with all tests, with a fresh seed each time; {@code -Psoak} runs a
 * million requests through a thousand events. {@code -Dsoak.seed} plays a seed's events again.
 */
class SoakIT {
    private static final long SEED = Long.getLong("soak.seed", System.nanoTime());
    private static final int EVENTS = Integer.getInteger("soak.events", 25);
    private static final int REQUESTS = Integer.getInteger("soak.requests", 15_000);

    /** How long after a kill a client may still be sending on the connection that is gone. */
    private static final long AFTER_A_KILL = Duration.ofSeconds(1).toNanos();

    @Test
    void noRequestIsLostButThoseInFlightOnAProxyThatIsKilled() throws Exception {
        System.out.printf("soak: -Dsoak.seed=%d -Dsoak.events=%d -Dsoak.requests=%d%n", SEED, EVENTS, REQUESTS);
        try (Serin serin = Serin.install(Path.of("target/scenarios/soak"))) {
            serin.sample("reporter.yaml");
            serin.sample("canary-weight.yaml");
            serin.awaitCondition("reporter", "Ready", true);
            var events = new SoakEvents(serin, SEED);
            try (var client = ReporterClient.start(Load.on(serin.proxy("reporter"))
                    .connections(8)
                    .rate(Math.clamp(REQUESTS / 60L, 250, 800))
                    .waitingForReady())) {
                for (int event = 1; event <= EVENTS; event++) {
                    String what = events.next();
                    System.out.printf("soak: %d %s%n", event, what);
                    int due = (int) ((long) REQUESTS * event / EVENTS);
                    await(what).atMost(Duration.ofMinutes(5)).until(() -> client.count() >= due);
                }
                client.stop();
                List<Call> failed = client.calls().stream().filter(Call::failed).toList();
                System.out.printf(
                        "soak: %d of %d requests failed through %d events, %d proxies killed among them%n",
                        failed.size(), client.count(), EVENTS, events.kills().size());
                assertThat(failed)
                        .as("failed and not in flight on a proxy that was killed; seed " + SEED)
                        .filteredOn(call -> events.kills().stream().noneMatch(kill -> wasInFlight(call, kill)))
                        .isEmpty();
            }
            serin.patch("reporter", "{\"spec\":{\"paused\":false,\"strategy\":{\"weight\":37}}}");
            serin.awaitStatus(
                    "the release goes on by itself",
                    "reporter",
                    status -> status.weights() != null
                            && Objects.requireNonNull(status.weights()).canary() == 37
                            && status.condition("Ready").orElseThrow().isTrue());
        }
    }

    private static boolean wasInFlight(Call call, long kill) {
        return call.startNanos() < kill + AFTER_A_KILL && call.startNanos() + call.durationNanos() > kill;
    }
}
