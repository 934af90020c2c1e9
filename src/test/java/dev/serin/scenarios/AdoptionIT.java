package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.local.Waits;
import dev.serin.samples.Call;
import dev.serin.samples.Chats;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Deployment that is adopted in place, from {@code kubectl apply} to {@code kubectl delete canary}, under load. */
class AdoptionIT {
    /** Open for the whole of a promotion, and of a rollback. */
    private static final int STREAMS = 50;

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/adoption"));
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static UsersService of(String name) {
        return new UsersService(serin, name);
    }

    private static void release(String name, String more) throws Exception {
        of(name).release(", exposure: Separate", "{weight: 20, hold: 2s}, {weight: 50, hold: 2s}", more);
    }

    private static AdoptionStatus adoption(CanaryReleaseStatus status) {
        return Optional.ofNullable(status.adoption()).orElse(AdoptionStatus.BEGINNING);
    }

    private static CanaryReleaseStatus awaitStage(String name, Stage stage) {
        return serin.awaitStatus(
                "stage " + stage, name, status -> adoption(status).stage() == stage);
    }

    /** Until the target serves everything after so many releases. */
    private static CanaryReleaseStatus awaitIdle(String name, int releases) {
        return serin.awaitStatus(
                "idle",
                name,
                status -> adoption(status).stage() == Stage.Idle
                        && status.phase() == Phase.Ready
                        && adoption(status).pending() == null
                        && status.history().size() == releases
                        && of(name + "-canary").deployment() == null);
    }

    private static void awaitMore(ReporterClient client) {
        Serin.awaitMore(client, 400, Duration.ofSeconds(30));
    }

    private static void assertOnly(ReporterClient client, String version) {
        int from = client.count();
        awaitMore(client);
        // Those that were on their way when the weights changed.
        assertThat(client.since(from + 50))
                .allMatch(call -> call.failed() || call.version().equals(version));
    }

    @Test
    void appliedPromotedRolledBackPutBackAndDeletedWithoutALostRequest() throws Exception {
        of("orders").apply(2);
        release("orders", "analysis: {interval: 1s, warmUp: 0s, compareToStable: {metrics: [SuccessRate]}}");
        awaitIdle("orders", 0);
        assertThat(of("orders").present().getSpec().getPaused()).isTrue();
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("orders")).connections(8).rate(400).waitingForReady())) {
            assertStandsStill(client);
            promoted(client);
            rolledBack(client);
            of("orders").bringOut(2, 0);
            awaitIdle("orders", 2);
            assertOnly(client, "v2");
            client.stop();
            List<Call> failed = client.calls().stream().filter(Call::failed).toList();
            System.out.printf(
                    "in place: promoted, rolled back, put back: %d of %d requests failed, all answered so by the bad version%n",
                    failed.size(), client.calls().size());
            assertThat(failed).isNotEmpty().allMatch(call -> call.code() == Status.Code.INTERNAL);
        }
        deleted();
        of("plainly").apply(2);
        of("plainly").bringOut(2, 0);
        of("plainly").atLeast(3);
        Waits.rolledOut(serin.cluster().client(), "plainly");
        await().untilAsserted(() ->
                assertThat(of("orders").left()).isEqualTo(of("plainly").left()));
    }

    /** What is applied again and again, and woke the operator, changes nothing. */
    private static void assertStandsStill(ReporterClient client) throws Exception {
        String version = of("orders").present().getMetadata().getResourceVersion();
        for (int i = 0; i < 3; i++) {
            serin.apply(of("orders").manifest(2)).orThrow();
            serin.cluster()
                    .kubectl("annotate", "canary", "orders", "--overwrite", "example.com/look=" + i)
                    .orThrow();
            awaitMore(client);
        }
        assertThat(of("orders").present().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    private static void promoted(ReporterClient client) throws Exception {
        of("orders").bringOut(2, 0);
        awaitStage("orders", Stage.Releasing);
        // The autoscaler stays in charge of the target's size.
        of("orders").atLeast(3);
        CanaryReleaseStatus done = awaitIdle("orders", 1);
        assertThat(done.history().getFirst().outcome()).isEqualTo(PastRelease.Outcome.Promoted);
        assertThat(done.history().getFirst().image()).endsWith("reporter:2.0.0");
        assertThat(done.condition("Promoted").orElseThrow().isTrue()).isTrue();
        assertOnly(client, "v2");
        assertThat(client.calls()).noneMatch(Call::failed);
        assertThat(of("orders").images()).containsExactly(":2.0.0");
        assertThat(of("orders").present().getSpec().getPaused()).isTrue();
        assertThat(of("orders").present().getSpec().getReplicas()).isEqualTo(3);
    }

    private static void rolledBack(ReporterClient client) throws Exception {
        of("orders").bringOut(3, 40);
        CanaryReleaseStatus rejected = awaitStage("orders", Stage.Rejected);
        assertThat(Objects.requireNonNull(rejected.failure()).reason()).isEqualTo("WorseThanStable");
        await().until(() -> of("orders-canary").deployment() == null);
        assertOnly(client, "v2");
        assertThat(of("orders").images()).containsExactly(":2.0.0");
        assertThat(serin.events("orders"))
                .containsSubsequence(
                        "Adopted", "ReleaseStarted", "Promoting", "Promoted", "ReleaseStarted", "WorseThanStable");
    }

    /** Clients of the Service itself notice nothing. */
    private static void deleted() throws Exception {
        try (var client = ReporterClient.start(Load.on(serin.cluster().address("default", "orders", 9090))
                .connections(4)
                .rate(200)
                .waitingForReady())) {
            awaitMore(client);
            serin.cluster()
                    .kubectl("delete", "canary", "orders", "--timeout=150s")
                    .orThrow();
            awaitMore(client);
            client.stop();
            assertThat(client.calls()).noneMatch(Call::failed);
        }
        assertThat(of("orders-proxy").deployment()).isNull();
        assertThat(of("orders-canary").deployment()).isNull();
    }

    @Test
    void podsGoLastAndAKilledOperatorGoesOn() throws Exception {
        of("chats").apply(2);
        release("chats", "progressDeadline: 10m");
        awaitIdle("chats", 0);
        try (var chats = new Chats(serin.proxy("chats"))) {
            List<Chats.Chat> old = open(chats, "v1");
            of("chats").bringOut(2, 0);
            serin.awaitStatus("canary has all", "chats", AdoptionIT::canaryHasAll);
            List<Chats.Chat> late = open(chats, "v2");
            serin.cluster().signal(Serin.NAMESPACE, serin.operatorPod(), "KILL");
            awaitAnswers(old, 50);
            assertThat(adoption(serin.status("chats")).stage()).isEqualTo(Stage.Promoting);
            assertThat(of("chats").images()).containsExactly(":1.0.0");
            assertThat(old).allMatch(chat -> chat.ended() == null);
            old.forEach(Chats.Chat::cancel);
            serin.awaitStatus(
                    "the target has all back",
                    "chats",
                    status -> adoption(status).stage() == Stage.Returning
                            && adoption(status).drainingSince() != null);
            awaitAnswers(late, 30);
            assertThat(of("chats").images()).containsExactly(":2.0.0");
            assertThat(of("chats-canary").images()).containsExactly(":2.0.0");
            assertThat(late).allMatch(chat -> chat.ended() == null);
            late.forEach(Chats.Chat::cancel);
            awaitIdle("chats", 1);
            streamsOutliveARollback(chats);
        }
        of("chats").bringOut(2, 0);
        awaitIdle("chats", 2);
        serin.cluster().kubectl("delete", "canary", "chats", "--timeout=150s").orThrow();
        assertThat(of("chats").present().getSpec().getPaused()).isNotEqualTo(true);
    }

    private static List<Chats.Chat> open(Chats chats, String version) {
        List<Chats.Chat> opened = chats.open(STREAMS);
        chats.awaitVersions(opened, version);
        return opened;
    }

    private static void awaitAnswers(List<Chats.Chat> some, int more) {
        int before = some.getFirst().answers();
        await().until(() -> some.getFirst().answers() > before + more);
    }

    private static boolean canaryHasAll(CanaryReleaseStatus status) {
        return adoption(status).stage() == Stage.Promoting
                && status.weights() != null
                && status.weights().stable() == 0
                && adoption(status).drainingSince() != null;
    }

    private static void streamsOutliveARollback(Chats chats) throws Exception {
        List<Chats.Chat> stable = open(chats, "v2");
        of("chats").bringOut(3, 0);
        serin.awaitStatus("canary has all", "chats", AdoptionIT::canaryHasAll);
        List<Chats.Chat> canary = open(chats, "v3");
        serin.cluster()
                .kubectl("annotate", "canary", "chats", "serin.dev/action=abort")
                .orThrow();
        serin.awaitStatus(
                "stable has all back",
                "chats",
                status -> status.failure() != null
                        && status.weights() != null
                        && status.weights().canary() == 0
                        && adoption(status).drainingSince() != null);
        awaitAnswers(canary, 30);
        assertThat(of("chats-canary").images()).containsExactly(":3.0.0");
        assertThat(canary).allMatch(chat -> chat.ended() == null);
        canary.forEach(Chats.Chat::cancel);
        awaitStage("chats", Stage.Rejected);
        assertThat(stable).allMatch(chat -> chat.ended() == null);
        stable.forEach(Chats.Chat::cancel);
    }

    @Test
    void aTemplateThatNobodyPromotedDoesNotRollWhenTheReleaseIsDeleted() throws Exception {
        of("reporter").apply(2);
        serin.sample("canary-in-place.yaml");
        awaitIdle("reporter", 0);
        of("reporter").bringOut(2, 0);
        serin.awaitStatus(
                "step 1",
                "reporter",
                status -> status.weights() != null && status.weights().canary() == 1);
        serin.cluster()
                .kubectl("delete", "canary", "reporter", "--timeout=150s")
                .orThrow();
        assertThat(of("reporter-canary").deployment()).isNull();
        assertThat(of("reporter").present().getSpec().getPaused()).isTrue();
        assertThat(of("reporter").images()).containsExactly(":1.0.0");
        await().untilAsserted(() -> assertThat(serin.events("reporter")).contains("LeftPaused"));
        serin.cluster().kubectl("rollout", "resume", "deployment/reporter").orThrow();
        Waits.rolledOut(serin.cluster().client(), "reporter");
    }
}
