package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.metrics.Exposed;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Releases that are judged, at real Envoys: a good one walks through, a bad one goes back by itself. */
class JudgementIT {
    private static final String NAME = "reporter";

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/judgement"));
        serin.sample("reporter.yaml");
    }

    @AfterEach
    void delete() throws Exception {
        serin.cluster().kubectl("delete", "canary", "--all", "--timeout=150s").orThrow();
        await("the metrics of a release that was deleted are gone")
                .until(() -> OperatorPage.of(serin)
                        .find("serin_release_weight_ratio")
                        .isEmpty());
        canaryWith("FAIL_PERCENT-", "DELAY_MS-", "CRASH_AFTER_S-");
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static void canaryWith(String... variables) throws Exception {
        for (String variable : variables) {
            serin.cluster()
                    .kubectl("set", "env", "deployment/reporter-v2", variable)
                    .orThrow();
        }
        serin.cluster()
                .kubectl("rollout", "status", "deployment/reporter-v2", "--timeout=150s")
                .orThrow();
    }

    private static void release(String analysis, String steps) throws Exception {
        release(analysis, steps, "");
    }

    private static void release(String analysis, String steps, String notifications) throws Exception {
        serin.release(
                "strategy: {steps: [%s]}".formatted(steps),
                "analysis: {%s}".formatted(analysis),
                "notifications: [%s]".formatted(notifications));
    }

    private static ReporterClient load() {
        serin.awaitCondition(NAME, "TrafficProgrammed", true);
        return ReporterClient.start(
                Load.on(serin.proxy(NAME)).connections(8).rate(400).waitingForReady());
    }

    private static void annotate(String action) throws Exception {
        serin.cluster()
                .kubectl("annotate", "canary", NAME, "serin.dev/action=" + action)
                .orThrow();
    }

    private static Failure awaitFailure() {
        return Objects.requireNonNull(serin.awaitStatus("canary is sent back", NAME, status -> status.failure() != null)
                .failure());
    }

    private static void awaitNobodyAtCanary(ReporterClient client) {
        serin.awaitCondition(NAME, "TrafficProgrammed", true);
        await().until(() -> {
            int from = client.count();
            await().until(() -> client.count() > from + 200);
            return client.since(from).stream().noneMatch(call -> "v2".equals(call.version()));
        });
    }

    @Test
    void aBadOneGoesBackByItselfAndOnlyItsOwnFailuresAreSeen() throws Exception {
        canaryWith("FAIL_PERCENT=30");
        release(
                "interval: 1s, warmUp: 0s, compareToStable: {metrics: [SuccessRate]}",
                "{weight: 10, hold: 5m}, {weight: 100}");
        serin.awaitStatus(
                "step 1",
                NAME,
                status -> status.weights() != null && status.weights().canary() == 10);
        try (var client = load()) {
            long begun = System.nanoTime();
            Failure failure = awaitFailure();
            double seconds = (System.nanoTime() - begun) / 1e9;
            awaitNobodyAtCanary(client);
            client.stop();
            assertThat(failure.reason()).isEqualTo("WorseThanStable");
            assertThat(failure.message()).contains("canary failed ").contains("margin 0.1");
            List<Call> failed = client.calls().stream().filter(Call::failed).toList();
            long asked = Objects.requireNonNull(serin.status(NAME).analysis()).requests();
            System.out.printf(
                    "bad canary: sent back %.1f s after the first request; %d of %d requests failed, canary answered %d%n",
                    seconds, failed.size(), client.calls().size(), asked);
            assertThat(failed).isNotEmpty().allMatch(call -> call.code() == Status.Code.INTERNAL);
            assertThat(failed.size())
                    .as("no other request failed: canary failed three in ten of a tenth")
                    .isLessThan(client.calls().size() / 20);
        }
        CanaryReleaseStatus status = serin.status(NAME);
        assertThat(status.phase()).isEqualTo(Phase.Failed);
        assertThat(status.history().getFirst().outcome()).isEqualTo(PastRelease.Outcome.RolledBack);
        await().untilAsserted(() ->
                assertThat(serin.messages("WorseThanStable")).anyMatch(words -> words.contains("canary failed ")));
        Exposed page = OperatorPage.of(serin);
        assertThat(page.value("serin_leader")).isEqualTo(1);
        assertThat(OperatorPage.metric(page, NAME, "serin_release_phase", "phase", "Failed"))
                .isEqualTo(1);
        assertThat(OperatorPage.metric(page, NAME, "serin_release_condition", "condition", "CanaryHealthy"))
                .isZero();
        assertThat(OperatorPage.metric(page, NAME, "serin_release_judgement", "outcome", "Failed"))
                .isEqualTo(1);
        assertThat(OperatorPage.metric(page, NAME, "serin_release_weight_ratio", "version", "canary"))
                .isZero();
        assertThat(OperatorPage.metric(page, NAME, "serin_release_judged_failures_total", "version", "canary"))
                .isGreaterThan(0)
                .isEqualTo((double) Objects.requireNonNull(status.analysis()).failed());
        assertThat(OperatorPage.metric(
                        page, NAME, "serin_release_attempt_duration_seconds_count", "outcome", "RolledBack"))
                .isEqualTo(1);
        assertThat(OperatorPage.metric(page, NAME, "serin_release_proxies_connected"))
                .isEqualTo(2);
        assertThat(page.value("serin_reconcile_duration_seconds_count", "operation", "reconcile"))
                .isGreaterThan(1);
        assertThat(page.value("serin_xds_streams")).isEqualTo(2);
        assertThat(page.value("serin_xds_acks_total", "type", "route")).isGreaterThanOrEqualTo(4);
        assertThat(page.value("serin_xds_nacks_total", "type", "route")).isZero();
        canaryWith("FAIL_PERCENT-");
        serin.awaitStatus(
                "another revision is tried",
                NAME,
                seen -> seen.failure() == null
                        && seen.weights() != null
                        && seen.weights().canary() == 10);
    }

    @Test
    void onePodOfThreeThatFailsAloneIsNamedAndPeopleAreTold() throws Exception {
        serin.cluster()
                .kubectl("scale", "deployment/reporter-v2", "--replicas=2")
                .orThrow();
        try (var receiver = new Receiver();
                var bad = new StrayPod(
                        serin.cluster().client(), "reporter-v2", "reporter-v2-bad", "FAIL_PERCENT", "100")) {
            serin.cluster()
                    .kubectl("create", "secret", "generic", "chat", "--from-literal=url=" + receiver.url())
                    .orThrow();
            release(
                    "interval: 1s, warmUp: 0s, compareToStable: {metrics: [SuccessRate]}",
                    "{weight: 30, hold: 5m}, {weight: 100}",
                    "{name: chat, type: Slack, secretRef: {name: chat, key: url}}");
            try (var client = load()) {
                Failure failure = awaitFailure();
                client.stop();
                assertThat(failure.message())
                        .containsPattern(
                                "; pod " + bad.name() + " fails 100 % of its \\d+ requests, the other two 0 %\\.$");
            }
            await("both are told, the first one after it was refused once")
                    .untilAsserted(() -> assertThat(receiver.bodies())
                            .hasSize(2)
                            .anyMatch(body -> body.contains("A release of Revision"))
                            .anyMatch(body -> body.contains("was sent back: WorseThanStable")));
            serin.awaitStatus("nothing is left to be told", NAME, status -> status.notifications() == null);
            assertThat(serin.messages("NotificationFailed"))
                    .anyMatch(words -> words.contains("it answered 503. It is tried again."));
            assertThat(serin.messages("PodFailsAlone")).anyMatch(words -> words.contains("reporter-v2-bad"));
        } finally {
            serin.cluster().kubectl("delete", "secret", "chat").orThrow();
            serin.cluster()
                    .kubectl("scale", "deployment/reporter-v2", "--replicas=1")
                    .orThrow();
        }
    }

    @Test
    void aSlowOneGoesBack() throws Exception {
        canaryWith("DELAY_MS=300");
        release(
                "interval: 1s, warmUp: 0s, latency: {percentile: 95, max: 200ms}, compareToStable: {metrics: []}",
                "{weight: 20, hold: 5m}, {weight: 100}");
        try (var client = load()) {
            Failure failure = awaitFailure();
            awaitNobodyAtCanary(client);
            client.stop();
            assertThat(failure.reason()).isEqualTo("LatencyTooHigh");
            assertThat(failure.message()).startsWith("latency (percentile 95, max 200ms): ");
            assertThat(client.calls()).noneMatch(Call::failed);
        }
    }

    @Test
    void aGoodOneWalksThroughAndAPersonApproves() throws Exception {
        release(
                // Latencies of programs that have just begun differ on a busy machine.
                "interval: 1s, warmUp: 0s, compareToStable: {metrics: [SuccessRate]}",
                "{weight: 10, hold: 2s}, {weight: 50, hold: 2s, approval: Required}, {weight: 100}");
        // Only then there is something to tell of connections that bypass the proxies.
        serin.patch(NAME, "{\"spec\":{\"service\":{\"exposure\":\"Takeover\"}}}");
        try (var client = load()) {
            serin.awaitStatus(
                    "approval is awaited",
                    NAME,
                    status -> status.condition("Progressing")
                            .map(condition -> condition.reason().equals("AwaitingApproval"))
                            .orElse(false));
            await("the metrics are as documented").untilAsserted(() -> {
                Exposed now = OperatorPage.of(serin);
                OperatorPage.assertIsAsDocumented(now);
                assertThat(OperatorPage.metric(now, NAME, "serin_release_connections"))
                        .isEqualTo(8);
            });
            Exposed page = OperatorPage.of(serin);
            assertThat(OperatorPage.metric(page, NAME, "serin_release_weight_ratio", "version", "canary"))
                    .isEqualTo(0.5);
            assertThat(OperatorPage.metric(page, NAME, "serin_release_observed_weight_ratio", "version", "canary"))
                    .isBetween(0.48, 0.52);
            assertThat(OperatorPage.metric(page, NAME, "serin_release_judgement", "outcome", "Good"))
                    .isEqualTo(1);
            annotate("approve");
            CanaryReleaseStatus done = serin.awaitStatus("it is done", NAME, status -> status.phase() == Phase.Ready);
            client.stop();
            assertThat(client.calls()).noneMatch(Call::failed);
            PastRelease release = done.history().getFirst();
            assertThat(release.outcome()).isEqualTo(PastRelease.Outcome.Promoted);
            assertThat(release.image()).isEqualTo("ghcr.io/serin-dev/samples/reporter:2.0.0");
            assertThat(Objects.requireNonNull(release.requests())).isGreaterThan(200);
            AnalysisStatus analysis = Objects.requireNonNull(done.analysis());
            assertThat(analysis.outcome()).isEqualTo(AnalysisStatus.Outcome.Good);
        }
        await().untilAsserted(() -> assertThat(serin.messages("ActionTaken"))
                .anyMatch(words ->
                        words.matches("serin.dev/action: approve \\(by kubectl-annotate at 20.*Z\\) is taken up.")));
    }

    @Test
    void aCrashGoesBackAtOnceAndAbortTakesItAway() throws Exception {
        release("warmUp: 1h", "{weight: 10, hold: 1h}, {weight: 100}");
        serin.awaitStatus(
                "step 1",
                NAME,
                status -> status.weights() != null && status.weights().canary() == 10);
        annotate("abort");
        assertThat(awaitFailure().reason()).isEqualTo("Aborted");
        canaryWith("CRASH_AFTER_S=20");
        serin.awaitStatus("another revision is tried", NAME, status -> status.failure() == null);
        Failure failure = awaitFailure();
        assertThat(failure.reason()).isEqualTo("PodsCrash");
        assertThat(failure.message()).contains("exit code 3");
        serin.awaitStatus(
                "no request goes there",
                NAME,
                status -> status.weights() != null && status.weights().canary() == 0);
        await().until(() -> serin.events(NAME).contains("PodsCrash"));
    }
}
