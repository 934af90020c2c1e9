package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.GateStatus;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Gates at real pods: a smoke test before the first weight, a Prometheus at each, and a webhook before the promotion that
 * is told of rollbacks.
 */
class GatesIT {
    private static final String NAME = "reporter";
    private static final String CRON_JOB = """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: smoke-test}
            spec:
              schedule: "@yearly"
              suspend: true
              jobTemplate:
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      automountServiceAccountToken: false
                      securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
                      containers:
                        - name: smoke-test
                          image: ghcr.io/serin-dev/samples/smoke-test:1.0.0
                          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;
    private static final String RELEASE = """
            apiVersion: serin.dev/v1alpha1
            kind: CanaryRelease
            metadata: {name: reporter}
            spec:
              targetRef: {name: reporter}
              canaryRef: {name: reporter-v2}
              service: {name: reporter, port: 9090}
              strategy: {steps: [{weight: 20, hold: 2s}, {weight: 100}]}
              schedule: {timeZone: Europe/Berlin}
              analysis:
                interval: 1s
                warmUp: 0s
                minRequests: 10
                compareToStable: {metrics: [SuccessRate]}
                gates:
                  - {name: smoke, when: [Start], job: {cronJob: smoke-test, timeout: 1m}}
                  - {name: rate, interval: 1s, prometheus: {address: "SERVER", query: up, max: 0.05}}
                  - {name: board, when: [Promotion, RolledBack], interval: 1s, webhook: {url: "SERVER/board"}}
            """;

    private static Serin serin;
    private static GateServer server;

    @BeforeAll
    static void install() throws Exception {
        server = new GateServer();
        serin = Serin.install(Path.of("target/scenarios/gates"));
        serin.cluster()
                .kubectl("set", "env", "-n", Serin.NAMESPACE, "deployment/serin-operator", "SERIN_LOCAL_GATES=true")
                .orThrow();
        serin.cluster()
                .kubectl("rollout", "status", "-n", Serin.NAMESPACE, "deployment/serin-operator", "--timeout=150s")
                .orThrow();
        serin.sample("reporter.yaml");
        serin.apply(CRON_JOB).orThrow();
    }

    @AfterAll
    static void close() {
        serin.close();
        server.close();
    }

    private static void canaryWith(String variable) throws Exception {
        serin.cluster()
                .kubectl("set", "env", "deployment/reporter-v2", variable)
                .orThrow();
        serin.cluster()
                .kubectl("rollout", "status", "deployment/reporter-v2", "--timeout=150s")
                .orThrow();
    }

    private static Optional<GateStatus> gate(CanaryReleaseStatus status, String name, When when) {
        return Optional.ofNullable(status.analysis()).map(AnalysisStatus::gates).stream()
                .flatMap(List::stream)
                .filter(entry -> entry.name().equals(name) && entry.when() == when)
                .findFirst();
    }

    private static CanaryReleaseStatus awaitGate(String name, When when, GateStatus.State state) {
        return serin.awaitStatus(
                "gate " + name + " has " + state,
                NAME,
                status -> gate(status, name, when).map(GateStatus::state).equals(Optional.of(state)));
    }

    private static Failure failure(CanaryReleaseStatus status) {
        return Objects.requireNonNull(status.failure());
    }

    @Test
    void aSmokeTestBeforeTheFirstRequestAndSomebodyWhoSaysNoBeforeThePromotion() throws Exception {
        canaryWith("FAIL_PERCENT=100");
        serin.apply(RELEASE.replace("SERVER", server.url())).orThrow();
        serin.awaitCondition(NAME, "TrafficProgrammed", true);
        try (ReporterClient client = ReporterClient.start(
                Load.on(serin.proxy(NAME)).connections(4).rate(200).waitingForReady())) {
            CanaryReleaseStatus failed = awaitGate("board", When.RolledBack, GateStatus.State.Passed);
            assertThat(failure(failed).reason()).isEqualTo("GateFailed");
            assertThat(failure(failed).message())
                    .matches("Gate smoke \\(Start\\) failed: Job reporter-smoke-[0-9a-f]{16} failed"
                            + " \\(BackoffLimitExceeded\\)\\.");
            assertThat(client.calls()).noneMatch(Call::failed).noneMatch(call -> "v2".equals(call.version()));
            assertThat(server.told).hasSize(1).allMatch(body -> body.contains("\"when\":\"RolledBack\""));

            server.status = 409;
            canaryWith("FAIL_PERCENT-");
            serin.awaitStatus(
                    "its promotion is awaited",
                    NAME,
                    status -> status.condition("Progressing")
                            .map(Condition::message)
                            .filter(words -> words.contains("Awaited is board (Promotion): the webhook answered 409"))
                            .isPresent());
            CanaryReleaseStatus waiting = serin.status(NAME);
            assertThat(waiting.condition("Progressing").orElseThrow().reason()).isEqualTo("AwaitingGate");
            assertThat(Objects.requireNonNull(waiting.weights()).canary()).isEqualTo(20);
            assertThat(gate(waiting, "smoke", When.Start).orElseThrow().state()).isEqualTo(GateStatus.State.Passed);
            assertThat(gate(waiting, "rate", When.Step).orElseThrow().value()).isEqualTo("0.01");
            assertThat(server.told.getLast()).contains("\"when\":\"Promotion\"", "\"weight\":20");

            server.status = 400;
            CanaryReleaseStatus back =
                    serin.awaitStatus("canary is sent back", NAME, status -> status.failure() != null);
            assertThat(failure(back).message()).isEqualTo("Gate board (Promotion) failed: the webhook answered 400.");
            await("it is told so")
                    .until(() -> server.told.stream()
                            .anyMatch(body -> body.contains("\"when\":\"RolledBack\"")
                                    && body.contains("GateFailed: Gate board (Promotion) failed")));
            serin.awaitCondition(NAME, "TrafficProgrammed", true);
            client.stop();
            assertThat(client.calls()).noneMatch(Call::failed);
            assertThat(client.calls().stream().filter(call -> "v2".equals(call.version())))
                    .isNotEmpty();
        }
        assertThat(serin.cluster()
                        .client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace("default")
                        .list()
                        .getItems())
                .as("one for each revision")
                .hasSize(2);
        assertThat(serin.events(NAME)).contains("GateFailed", "AwaitingGate");
        serin.cluster().kubectl("delete", "canary", NAME, "--timeout=150s").orThrow();
        await("its Jobs go with it")
                .until(() -> serin.cluster()
                        .client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace("default")
                        .list()
                        .getItems()
                        .isEmpty());
    }
}
