package dev.serin.demo;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A walk through steps, as {@code kubectl get} shows it. */
final class StepsAct {
    private static final String STEPS = """
            {"spec":{"strategy":{"weight":null,"steps":[
              {"weight":1,"hold":"2s"},{"weight":10,"hold":"2s"},{"weight":50,"hold":"2s"},{"weight":100}]}}}
            """;

    private StepsAct() {}

    static ActReport play(Stage stage) throws Exception {
        Story story = stage.story();
        story.act("3. Steps: 1 → 10 → 50 → 100");
        stage.kubectl("patch", "canary", "reporter", "--type=merge", "-p", "{\"spec\":{\"strategy\":{\"weight\":0}}}");
        stage.awaitWeight(0);
        List<ActReport.Moment> moments = new ArrayList<>();
        try (var gateway = ReporterClient.start(
                Load.on(stage.serin().proxy("reporter")).connections(4).rate(400))) {
            Stage.awaitCalls(gateway, 400);
            stage.kubectl("patch", "canary", "reporter", "--type=merge", "-p", STEPS);
            for (int weight : new int[] {1, 10, 50, 100}) {
                stage.awaitWeight(weight);
                moments.add(ActReport.Moment.now("weight " + weight));
                List<String> table = stage.kubectl("get", "canary").lines().toList();
                story.show(weight == 1 ? String.join("\n", table) : table.getLast());
            }
            CanaryReleaseStatus done =
                    stage.serin().awaitStatus("the walk is done", "reporter", status -> status.phase() == Phase.Ready);
            Stage.awaitCalls(gateway, 400);
            gateway.stop();
            List<Call> calls = gateway.calls();
            boolean promoted = done.condition("Promoted").orElseThrow().isTrue();
            story.claim(promoted, "canary gets every request; the condition Promoted is True");
            story.claim(calls.stream().noneMatch(Call::failed), "0 of %d requests failed", calls.size());
            return ActReport.of("Steps", calls, moments, Map.of("promoted", promoted));
        }
    }
}
