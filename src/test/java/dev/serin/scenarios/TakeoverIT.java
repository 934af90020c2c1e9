package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.local.Waits;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients go on dialling the Service that they always dialled, and hold their connections while it is taken over. */
class TakeoverIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/takeover"));
        for (String name : List.of("shop", "plain", "stock", "gateway")) {
            serin.apply(of(name).manifest(1)).orThrow();
        }
        for (String name : List.of("shop", "plain", "stock", "gateway")) {
            Waits.rolledOut(serin.cluster().client(), name);
        }
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static UsersService of(String name) {
        return new UsersService(serin, name);
    }

    private static void release(String name, String service, String more) throws Exception {
        of(name).release(
                        service,
                        "{weight: 20, hold: 3s}, {weight: 50, hold: 1s}",
                        "rebalance: {streamGracePeriod: 5s" + more + "}");
    }

    private static ReporterClient dial(String name) {
        return ReporterClient.start(Load.on(serin.cluster().address("default", name, 9090))
                .connections(8)
                .rate(400)
                .waitingForReady());
    }

    private static Service service(String name) {
        return serin.cluster()
                .client()
                .services()
                .inNamespace("default")
                .withName(name)
                .require();
    }

    private static Optional<TakeoverStatus> takeover(CanaryReleaseStatus status) {
        return Optional.ofNullable(status.takeover());
    }

    private static CanaryReleaseStatus awaitIdle(String name, int releases) {
        return serin.awaitStatus(
                "idle",
                name,
                status -> status.adoption() != null
                        && status.adoption().stage() == AdoptionStatus.Stage.Idle
                        && status.phase() == Phase.Ready
                        && status.adoption().pending() == null
                        && status.history().size() == releases);
    }

    private static CanaryReleaseStatus awaitNothingBypasses(String name) {
        return serin.awaitStatus(
                "nothing bypasses",
                name,
                status ->
                        takeover(status).filter(TakeoverStatus::nothingBypasses).isPresent());
    }

    private static void awaitMore(ReporterClient client) {
        Serin.awaitMore(client, 400, Duration.ofSeconds(30));
    }

    @Test
    void takenOverReleasedSetBackAndGivenBackUnderLoad() throws Exception {
        Service before = service("shop");
        try (var client = dial("shop")) {
            awaitMore(client);
            release("shop", "", "");
            CanaryReleaseStatus counted = serin.awaitStatus(
                    "connections are counted",
                    "shop",
                    status -> takeover(status).map(TakeoverStatus::restart).isPresent());
            assertThat(takeover(counted).orElseThrow().bypassing()).isEqualTo(8);
            serin.cluster().kubectl("rollout", "restart", "deployment/plain").orThrow();
            awaitNothingBypasses("shop");
            awaitIdle("shop", 0);
            assertThat(client.calls()).noneMatch(Call::failed);
            assertThat(service("shop").getSpec().getSelector()).isEqualTo(Map.of("app", "shop.serin"));
            assertThat(service("shop").getSpec().getPorts())
                    .isEqualTo(before.getSpec().getPorts());
            promoted(client);
            of("plain").bringOut(2, 0);
            setBack(client);
            serin.cluster()
                    .kubectl("delete", "canary", "shop", "--timeout=150s")
                    .orThrow();
            awaitMore(client);
            client.stop();
            List<Call> failed = client.calls().stream().filter(Call::failed).toList();
            System.out.printf(
                    "taken over, promoted, set back, given back: %d of %d requests failed%n",
                    failed.size(), client.calls().size());
            assertThat(failed).isEmpty();
        }
        assertThat(of("shop-proxy").deployment()).isNull();
        assertThat(serin.events("shop"))
                .containsSubsequence("ServiceTakenOver", "TakeoverRestart", "NothingBypasses", "ServiceSetBack");
        assertThat(serin.events("shop")).contains("ServiceReturned");
        assertLikeAPlainRollout();
    }

    /** All requests of all clients are split as the weights say, with nothing past the proxies. */
    private static void promoted(ReporterClient client) throws Exception {
        of("shop").bringOut(2, 0);
        serin.awaitStatus(
                "20 of 100",
                "shop",
                status -> status.weights() != null
                        && status.weights().canary() == 20
                        && status.condition("TrafficProgrammed")
                                .filter(Condition::isTrue)
                                .isPresent());
        int from = client.count();
        await().until(() -> client.count() >= from + 550);
        List<Call> calls = client.since(from + 50).subList(0, 500);
        // Two proxies with two workers each, each off by less than one, and answers out of order at both ends.
        assertThat(calls.stream().filter(call -> call.version().equals("v2")).count())
                .isBetween(85L, 115L);
        awaitIdle("shop", 1);
    }

    /** Somebody applies the Service again; who dials meanwhile gets an answer from the one or the other. */
    private static void setBack(ReporterClient client) throws Exception {
        serin.apply(of("shop").manifest(1).split("---", 2)[0]).orThrow();
        serin.awaitStatus(
                "taken again",
                "shop",
                status -> takeover(status)
                        .filter(taken -> taken.leads() && taken.setBack().size() == 1)
                        .isPresent());
        assertThat(service("shop").getSpec().getSelector()).isEqualTo(Map.of("app", "shop.serin"));
        try (var late = dial("shop")) {
            awaitMore(late);
            late.stop();
            assertThat(late.calls()).noneMatch(Call::failed);
        }
        awaitMore(client);
    }

    /** But for the restart, which is as {@code kubectl rollout restart} does it. */
    private static void assertLikeAPlainRollout() throws Exception {
        Waits.rolledOut(serin.cluster().client(), "plain");
        await().untilAsserted(() ->
                assertThat(of("shop").left()).isEqualTo(of("plain").left()));
    }

    @Test
    void clientsAreRestartedOnceAndSeparateGivesTheServiceBack() throws Exception {
        try (var client = dial("stock")) {
            awaitMore(client);
            release("stock", "", ", onTakeover: RestartClients, clients: [{name: gateway}]");
            serin.awaitStatus(
                    "clients are restarted",
                    "stock",
                    status -> takeover(status)
                            .map(TakeoverStatus::restart)
                            .filter(TakeoverStatus.Restart::done)
                            .isPresent());
            String at = Objects.requireNonNull(
                            takeover(serin.status("stock")).orElseThrow().restart())
                    .at();
            assertThat(of("gateway")
                            .present()
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getAnnotations())
                    .containsEntry("kubectl.kubernetes.io/restartedAt", at);
            Waits.rolledOut(serin.cluster().client(), "gateway");
            assertThat(serin.awaitCondition("stock", "TakenOver", true).reason())
                    .isEqualTo("ConnectionsBypass");
            release("stock", ", exposure: Separate", "");
            serin.awaitStatus("given back", "stock", status -> status.takeover() == null);
            await().untilAsserted(() -> {
                Service service = service("stock");
                assertThat(service.getSpec().getSelector()).isEqualTo(Map.of("app", "stock"));
                assertThat(service.getMetadata().getManagedFields())
                        .extracting(ManagedFieldsEntry::getManager)
                        .doesNotContain("serin-takeover");
                assertThat(service.getMetadata().getAnnotations()).doesNotContainKey("serin.dev/taken-over");
            });
            serin.applyWith(of("stock").manifest(1), "--server-side", "--force-conflicts")
                    .orThrow();
            awaitMore(client);
            client.stop();
            assertThat(client.calls()).noneMatch(Call::failed);
        }
    }
}
