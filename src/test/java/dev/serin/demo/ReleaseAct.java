package dev.serin.demo;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.PastRelease.Outcome;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** A new image is all that changes: a good one is promoted, a bad one goes back, each by itself. */
final class ReleaseAct {
    private static final String NAME = "ledger";
    private static final String IMAGE = "ghcr.io/serin-dev/samples/ledger:";
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final String OBJECTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: ledger}
            spec: {selector: {app: ledger}, ports: [{name: grpc, port: 9090, targetPort: grpc}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: ledger}
            spec:
              replicas: 2
              selector: {matchLabels: {app: ledger}}
              template:
                metadata: {labels: {app: ledger}}
                spec:
                  automountServiceAccountToken: false
                  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
                  containers:
                    - name: ledger
                      image: ghcr.io/serin-dev/samples/ledger:1.0.0
                      securityContext:
                        {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
                      env:
                        - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                        - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                      ports: [{name: grpc, containerPort: 9090}]
                      readinessProbe: {grpc: {port: 9090}, periodSeconds: 1, timeoutSeconds: 5}
            ---
            apiVersion: serin.dev/v1alpha1
            kind: CanaryRelease
            metadata: {name: ledger}
            spec:
              targetRef: {name: ledger}
              service: {name: ledger, port: 9090}
              strategy: {steps: [{weight: 10, hold: 5s}, {weight: 50, hold: 5s}]}
              analysis: {interval: 1s, warmUp: 0s, compareToStable: {metrics: [SuccessRate]}}
            """;

    private final Stage stage;
    private final Story story;
    private final List<ActReport.Moment> moments = new ArrayList<>();
    private final Looks looks = new Looks();

    private ReleaseAct(Stage stage) {
        this.stage = stage;
        this.story = stage.story();
    }

    static ActReport play(Stage stage) throws Exception {
        return new ReleaseAct(stage).play();
    }

    private ActReport play() throws Exception {
        story.act("5. A release that runs itself");
        Image server = stage.serin()
                .cluster()
                .images()
                .find("ghcr.io/serin-dev/samples/reporter")
                .orElseThrow();
        stage.serin()
                .cluster()
                .images()
                .register(IMAGE + "1.0.0", server.with(Map.of("VERSION", "v1")))
                .register(IMAGE + "2.0.0", server.with(Map.of("VERSION", "v2")))
                .register(IMAGE + "3.0.0", server.with(Map.of("VERSION", "v3", "FAIL_PERCENT", "30")));
        stage.serin().cluster().apply(OBJECTS);
        awaitStatus("it is adopted", status -> isIdle(status) && isReady(status));
        story.say("Deployment ledger is adopted in place, and clients dial Service ledger as before");
        try (var gateway = ReporterClient.start(Load.on(stage.serin().cluster().address("default", NAME, 9090))
                .connections(4)
                .rate(400)
                .waitingForReady())) {
            Stage.awaitCalls(gateway, 400);
            double promoted = promotes(gateway);
            double back = goesBack(gateway);
            gateway.stop();
            List<Call> calls = gateway.calls();
            return ActReport.of(
                    "A release that runs itself",
                    calls,
                    moments,
                    Map.of("secondsToPromote", promoted, "secondsUntilTheBadOneIsGone", back),
                    looks.plots(ActReport.begun(calls)));
        }
    }

    private double promotes(ReporterClient gateway) throws Exception {
        long begun = setImage("2.0.0");
        awaitStatus("the first weight", status -> weight(status) == 10);
        story.show(stage.kubectl("get", "canary", NAME));
        awaitStatus("it is promoted", status -> isIdle(status) && ended(status).equals(List.of(Outcome.Promoted)));
        double seconds = ActReport.round((System.nanoTime() - begun) / 1e9);
        moments.add(ActReport.Moment.now("promoted"));
        Stage.awaitCalls(gateway, 400);
        int since = gateway.count();
        Stage.awaitCalls(gateway, 200);
        story.claim(
                gateway.since(since).stream().allMatch(call -> call.version().equals("v2")),
                "promoted by itself after %.1f s: ledger's own pods run 2.0.0",
                seconds);
        story.claim(gateway.calls().stream().noneMatch(Call::failed), "0 of %d requests failed", gateway.count());
        return seconds;
    }

    private double goesBack(ReporterClient gateway) throws Exception {
        int before = gateway.count();
        setImage("3.0.0");
        awaitStatus("the first weight", status -> weight(status) == 10);
        long first = System.nanoTime();
        CanaryReleaseStatus failed = awaitStatus("it is sent back", status -> status.failure() != null);
        awaitStatus("nothing goes to it", status -> Stage.serves(status, 0));
        double seconds = ActReport.round((System.nanoTime() - first) / 1e9);
        moments.add(ActReport.Moment.now("sent back"));
        Failure why = Objects.requireNonNull(failed.failure());
        AnalysisStatus numbers = Objects.requireNonNull(failed.analysis());
        story.say(
                "canary failed %d of %d, stable %d of %d; evidence %s",
                numbers.failed(),
                numbers.requests(),
                numbers.stableFailed(),
                numbers.stableRequests(),
                numbers.evidence());
        story.claim(
                why.reason().equals(Reasons.WORSE_THAN_STABLE),
                "sent back by itself %.1f s after its first request: %s",
                seconds,
                why.reason());
        awaitStatus("its pods are gone", status -> ended(status).equals(List.of(Outcome.RolledBack, Outcome.Promoted)));
        Stage.awaitCalls(gateway, 400);
        List<Call> lost = gateway.since(before).stream().filter(Call::failed).toList();
        story.claim(
                lost.stream().allMatch(call -> call.code() == Status.Code.INTERNAL),
                "%d of %d requests failed meanwhile, each answered so by the bad version itself",
                lost.size(),
                gateway.count() - before);
        story.show(stage.kubectl("get", "canary", NAME));
        return seconds;
    }

    /** All that a person does. */
    private long setImage(String version) throws Exception {
        story.say("kubectl set image deployment/ledger ledger=…:%s", version);
        moments.add(ActReport.Moment.now(version));
        stage.kubectl("set", "image", "deployment/" + NAME, NAME + "=" + IMAGE + version);
        return System.nanoTime();
    }

    private CanaryReleaseStatus awaitStatus(String what, Predicate<CanaryReleaseStatus> wanted) {
        return await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> looks.note(stage.serin().status(NAME)), wanted);
    }

    private static boolean isReady(CanaryReleaseStatus status) {
        return status.condition("Ready").filter(condition -> condition.isTrue()).isPresent();
    }

    private static boolean isIdle(CanaryReleaseStatus status) {
        return status.stage().equals(Optional.of(AdoptionStatus.Stage.Idle));
    }

    private static int weight(CanaryReleaseStatus status) {
        return status.weights() == null ? 0 : status.weights().canary();
    }

    private static List<Outcome> ended(CanaryReleaseStatus status) {
        return status.history().stream().map(past -> past.outcome()).toList();
    }
}
