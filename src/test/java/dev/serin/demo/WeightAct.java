package dev.serin.demo;

import dev.serin.local.api.AuditRecord;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.scenarios.ChangePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Serin: the weight changes, and the connection that is open already follows. */
final class WeightAct {
    /** Enough for a median; from 10 to 90 and back. */
    private static final int CHANGES = 5;

    private final Stage stage;
    private final List<ActReport.Moment> moments = new ArrayList<>();
    private final List<Double> millis = new ArrayList<>();

    private WeightAct(Stage stage) {
        this.stage = stage;
    }

    static ActReport play(Stage stage) throws Exception {
        return new WeightAct(stage).play();
    }

    private ActReport play() throws Exception {
        Story story = stage.story();
        story.act("2. Serin: requests, on the open connection");
        stage.serin().sample("canary-weight.yaml");
        stage.kubectl("wait", "--for=condition=Ready", "canary/reporter", "--timeout=60s");
        story.show(stage.kubectl("get", "canary"));
        story.say("the same gateway opens one connection to reporter-proxy: 1,000 requests a second");
        long epoch = System.nanoTime();
        Instant start = Instant.now();
        try (var gateway =
                ReporterClient.start(Load.on(stage.serin().proxy("reporter")).rate(1000))) {
            Stage.awaitCalls(gateway, 2000);
            story.say("at 90/10: %s", Stage.counts(gateway.calls()));
            int confirmed = change(gateway, 90, start, epoch);
            Stage.awaitCalls(gateway, 1500);
            story.say("kubectl patch … weight 90; since it was confirmed: %s", Stage.counts(gateway.since(confirmed)));
            for (int i = 1; i < CHANGES; i++) {
                change(gateway, i % 2 == 0 ? 90 : 10, start, epoch);
            }
            gateway.stop();
            List<Call> calls = gateway.calls();
            double median = millis.stream().sorted().toList().get(CHANGES / 2);
            story.claim(
                    median <= 100,
                    "%.1f ms from the API server's acceptance to the first answer at the new weight (median of %s)",
                    median,
                    millis);
            story.claim(Stage.connections(calls) == 1, "the connection is the same one throughout");
            story.claim(calls.stream().noneMatch(Call::failed), "0 of %d requests failed", calls.size());
            return ActReport.of(
                    "Requests, on the open connection",
                    calls,
                    moments,
                    Map.of("millisToFirstAnswer", millis, "median", median, "connections", Stage.connections(calls)));
        }
    }

    /** Changes the weight, from 10 to 90 or back; returns how many calls there had been when it was confirmed. */
    private int change(ReporterClient gateway, int weight, Instant start, long epoch) throws Exception {
        int before = gateway.count();
        moments.add(ActReport.Moment.now("%d/%d".formatted(100 - weight, weight)));
        Instant asked = Instant.now();
        stage.kubectl(
                "patch",
                "canary",
                "reporter",
                "--type=merge",
                "-p",
                "{\"spec\":{\"strategy\":{\"weight\":%d}}}".formatted(weight));
        stage.awaitWeight(weight);
        int confirmed = gateway.count();
        Stage.awaitCalls(gateway, 500);
        Call first = ChangePoint.first(gateway.since(before), "v2", 1 - weight / 100.0, weight / 100.0);
        Instant answered = start.plusNanos(first.startNanos() + first.durationNanos() - epoch);
        // Without its audit log, from when kubectl was started, which is longer.
        Instant accepted = stage.serin().cluster().hasAudit() ? accepted() : asked;
        millis.add(ActReport.round(Duration.between(accepted, answered).toNanos() / 1e6));
        return confirmed;
    }

    private Instant accepted() {
        return stage.serin().cluster().audit().stream()
                .filter(record -> record.resource().equals("canaryreleases")
                        && record.subresource().isEmpty()
                        && record.manager().startsWith("kubectl-patch")
                        && record.changed())
                .map(AuditRecord::accepted)
                .reduce((one, other) -> other)
                .orElseThrow();
    }
}
