package dev.serin.demo;

import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Kubernetes alone: a connection is pinned to the pod that it reached first, whatever the pods' numbers are. */
final class ConnectionsAct {
    private static final String BOTH = """
            apiVersion: v1
            kind: Service
            metadata: {name: reporter-both}
            spec:
              selector: {tier: reporter}
              ports: [{name: grpc, port: 9090, targetPort: grpc}]
            """;

    private ConnectionsAct() {}

    static ActReport play(Stage stage) throws Exception {
        Story story = stage.story();
        story.act("1. Connections, not requests");
        stage.serin().apply(BOTH).orThrow();
        for (String deployment : List.of("reporter", "reporter-v2")) {
            stage.kubectl("patch", "deployment", deployment, "--type=json", "-p", label());
        }
        for (String deployment : List.of("reporter", "reporter-v2")) {
            stage.kubectl("rollout", "status", "deployment/" + deployment, "--timeout=60s");
        }
        story.say("api-gateway opens one gRPC connection to Service reporter-both: one pod of v1, one of v2");
        try (var gateway =
                ReporterClient.start(Load.on(stage.serin().cluster().address("default", "reporter-both", 9090))
                        .rate(200))) {
            Stage.awaitCalls(gateway, 200);
            int before = gateway.count();
            story.say("answers so far: %s", Stage.counts(gateway.calls()));
            String reached = gateway.calls().getFirst().version();
            String other = reached.equals("v1") ? "reporter-v2" : "reporter";
            var moment = ActReport.Moment.now(other + " scaled to 3 pods");
            stage.kubectl("scale", "deployment", other, "--replicas=3");
            await().atMost(Duration.ofSeconds(40))
                    .until(() ->
                            stage.serin().readyPods("default", "app=" + other).size() == 3);
            Stage.awaitCalls(gateway, 400);
            List<Call> after = gateway.since(before);
            story.say("%s is scaled to 3 pods, three quarters of all; answers since: %s", other, Stage.counts(after));
            gateway.stop();
            boolean pinned =
                    gateway.calls().stream().allMatch(call -> call.version().equals(reached));
            story.claim(
                    pinned && Stage.connections(gateway.calls()) == 1,
                    "all %d answers came from one pod of %s, on one connection",
                    gateway.count(),
                    reached);
            stage.kubectl("scale", "deployment", other, "--replicas=1");
            return ActReport.of(
                    "Connections, not requests", gateway.calls(), List.of(moment), Map.of("connections", 1));
        }
    }

    private static String label() {
        return "[{\"op\": \"add\", \"path\": \"/spec/template/metadata/labels/tier\", \"value\": \"reporter\"}]";
    }
}
