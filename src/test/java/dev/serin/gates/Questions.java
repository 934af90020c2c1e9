package dev.serin.gates;

import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.plan.GateQuestion;
import dev.serin.plan.GateQuestion.Point;
import dev.serin.resources.ReleaseContext;
import dev.serin.resources.XdsEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions about a release, for tests. */
final class Questions {
    private Questions() {}

    static Subject subject(String uid) {
        var spec = new CanaryReleaseSpec(
                DeploymentReference.named("reporter"),
                null,
                null,
                new ServiceReference("reporter", 80, null, null),
                Strategy.weight(10),
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                null,
                null);
        return new Subject(
                new ReleaseContext(
                        "default",
                        "reporter",
                        uid,
                        spec,
                        XdsEndpoint.open("serin-xds:18000"),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.of("reporter:2"),
                List.of("10.0.0.7:9090", "[fd12::1]:9090"));
    }

    static GateQuestion of(AnalysisGate gate, When when, String attempt) {
        return new GateQuestion(gate, when, new Point("c2", attempt, 0, 100, ""));
    }

    static AnalysisGate webhook(String url) {
        return new AnalysisGate(
                "board", List.of(When.Start), null, new AnalysisGate.Webhook(url, "1s"), null, "1s", null);
    }

    static AnalysisGate job(String cronJob) {
        return new AnalysisGate(
                "smoke", List.of(When.Start), null, null, new AnalysisGate.Job(cronJob, "2m"), null, null);
    }
}
