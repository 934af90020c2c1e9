package dev.serin.demo;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.local.Cluster;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.scenarios.ProxyStats;
import dev.serin.scenarios.Serin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Operator killed, a proxy killed, a bad resource applied, while requests go on. */
final class TroubleAct {
    private static final String STEPS = """
            {"spec":{"strategy":{"weight":null,"steps":[
              {"weight":10,"hold":"10s"},{"weight":50,"hold":"1h"}]}}}
            """;
    private static final String BACK_TO_STABLE = "{\"spec\":{\"strategy\":{\"weight\":0,\"steps\":null}}}";
    private static final String BAD =
            "{\"spec\":{\"strategy\":{\"steps\":[{\"weight\":50},{\"weight\":20,\"hold\":\"soon\"}]}}}";

    private TroubleAct() {}

    static ActReport play(Stage stage) throws Exception {
        Story story = stage.story();
        story.act("4. Trouble");
        stage.kubectl("patch", "canary", "reporter", "--type=merge", "-p", BACK_TO_STABLE);
        stage.awaitWeight(0);
        stage.kubectl("patch", "canary", "reporter", "--type=merge", "-p", STEPS);
        stage.awaitWeight(10);
        CanaryReleaseStatus before = stage.serin()
                .awaitStatus(
                        "the hold counts",
                        "reporter",
                        status -> status.walk() != null && status.walk().heldSince() != null);
        List<ActReport.Moment> moments = new ArrayList<>();
        try (var gateway = ReporterClient.start(Load.on(stage.serin().proxy("reporter"))
                .connections(10)
                .rate(500)
                .waitingForReady())) {
            Stage.awaitCalls(gateway, 500);
            moments.add(ActReport.Moment.now("operator killed"));
            stage.serin().cluster().signal(Serin.NAMESPACE, stage.serin().operatorPod(), "KILL");
            story.say("kill -9 of the operator in the middle of step %s", String.valueOf(before.step()));
            badResource(stage);
            stage.awaitWeight(50);
            moments.add(ActReport.Moment.now("step 2"));
            CanaryReleaseStatus after = stage.serin().status("reporter");
            story.claim(
                    "2/2".equals(after.step()),
                    "the operator came back and went on with step %s",
                    String.valueOf(after.step()));
            story.claim(
                    gateway.calls().stream().noneMatch(Call::failed),
                    "0 of %d requests failed meanwhile",
                    gateway.count());
            long inFlight = killProxy(stage, gateway, moments);
            gateway.stop();
            return ActReport.of("Trouble", gateway.calls(), moments, Map.of("failedInFlightOnKilledProxy", inFlight));
        }
    }

    private static void badResource(Stage stage) throws Exception {
        Cluster.Result refused =
                stage.serin().cluster().kubectl("patch", "canary", "reporter", "--type=merge", "-p", BAD);
        stage.story().say("a bad resource is applied; kubectl's answer:");
        stage.story().show(refused.err().strip());
        stage.story().claim(refused.exit() != 0 && refused.err().contains("must rise"), "it is refused, with the mend");
    }

    private static long killProxy(Stage stage, ReporterClient gateway, List<ActReport.Moment> moments)
            throws Exception {
        Story story = stage.story();
        String victim = stage.serin().proxyPods("reporter").getFirst();
        int before = gateway.count();
        moments.add(ActReport.Moment.now("proxy killed"));
        long killed = System.nanoTime();
        stage.serin().cluster().signal("default", victim, "KILL");
        Stage.awaitCalls(gateway, 1500);
        List<Call> failed = gateway.since(before).stream().filter(Call::failed).toList();
        long late = failed.stream()
                .filter(call ->
                        call.startNanos() > killed + Duration.ofSeconds(1).toNanos())
                .count();
        story.say("kill -9 of proxy %s: %d requests in flight on it failed", victim, failed.size());
        story.claim(late == 0, "the clients went on at the other one");
        await().atMost(Duration.ofSeconds(40))
                .until(() ->
                        Objects.requireNonNull(stage.serin().status("reporter").proxies())
                                                .programmed()
                                        == 2
                                && ProxyStats.of(stage.serin(), "reporter").size() == 2);
        story.say("both proxies are back, with the weights confirmed");
        return failed.size();
    }
}
