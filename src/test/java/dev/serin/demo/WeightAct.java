package dev.serin.demo;

import dev.serin.local.api.AuditRecord;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.scenarios.ChangePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Serin: the weight changes, and the connection that is open already follows. */
final class WeightAct {
    private WeightAct() {}

    static ActReport play(Stage stage) throws Exception {
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
            int before = gateway.count();
            story.say("at 90/10: %s", Stage.counts(gateway.calls()));
            var moment = ActReport.Moment.now("90/10 → 10/90");
            Instant asked = Instant.now();
            stage.kubectl(
                    "patch", "canary", "reporter", "--type=merge", "-p", "{\"spec\":{\"strategy\":{\"weight\":90}}}");
            stage.awaitWeight(90);
            int confirmed = gateway.count();
            Stage.awaitCalls(gateway, 2000);
            Call first = ChangePoint.first(gateway.since(before), "v2", 0.1, 0.9);
            Instant answered = start.plusNanos(first.startNanos() + first.durationNanos() - epoch);
            double millis = ActReport.round(
                    Duration.between(stage.serin().cluster().hasAudit() ? accepted(stage) : asked, answered)
                                    .toNanos()
                            / 1e6);
            story.say("kubectl patch … weight 90; since it was confirmed: %s", Stage.counts(gateway.since(confirmed)));
            gateway.stop();
            List<Call> calls = gateway.calls();
            story.claim(millis <= 100, "%.1f ms from the API server's acceptance to the first answer at 10/90", millis);
            story.claim(Stage.connections(calls) == 1, "the connection is the same one throughout");
            story.claim(calls.stream().noneMatch(Call::failed), "0 of %d requests failed", calls.size());
            return ActReport.of(
                    "Requests, on the open connection",
                    calls,
                    List.of(moment),
                    Map.of("millisToFirstAnswer", millis, "connections", Stage.connections(calls)));
        }
    }

    private static Instant accepted(Stage stage) {
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
