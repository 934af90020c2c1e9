package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.RebalanceStatus.Member;
import dev.serin.samples.Call;
import dev.serin.samples.Chats;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Connections and streams that move on, while unary calls go on without a failure. {@code -Dscenario.calls}: at least so
 * many in each case, as {@code -Psoak} has it.
 */
@TestMethodOrder(OrderAnnotation.class)
class RebalanceIT {
    private static final Duration GRACE = Duration.ofSeconds(6);
    private static final int CONNECTIONS = 50;
    private static final int CALLS = Integer.getInteger("scenario.calls", 0);
    private static final int RATE = Math.clamp(CALLS / 60, 600, 1500);

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/rebalance"));
        serin.sample("reporter.yaml");
        serin.release(
                "strategy: {weight: 10}",
                "proxy: {replicas: 2}",
                "rebalance: {triggers: [ProxyScale, WeightChange], streamGracePeriod: 6s}");
        serin.awaitCondition("reporter", "Ready", true);
        awaitProxies(2);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static ReporterClient load() {
        var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(CONNECTIONS).rate(RATE));
        await().until(() -> client.count() > 1000);
        return client;
    }

    private static void assertNoneFailed(String what, ReporterClient client) {
        await(what).atMost(Duration.ofMinutes(10)).until(() -> client.count() >= CALLS);
        client.stop();
        List<Call> calls = client.calls();
        assertThat(calls.stream().filter(Call::failed))
                .as("failed of " + calls.size())
                .isEmpty();
        System.out.printf("%s: 0 of %d unary calls failed%n", what, calls.size());
    }

    private static void awaitProxies(int count) {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> serin.proxyPods("reporter").size() == count);
    }

    private static void replicas(int count) {
        serin.patch("reporter", "{\"spec\":{\"proxy\":{\"replicas\":%d}}}".formatted(count));
    }

    private static List<Long> connections() {
        return ProxyStats.of(serin, "reporter").stream()
                .map(proxy -> Math.max(0, proxy.get("http.traffic.downstream_cx_active")))
                .toList();
    }

    private static double maxToMean(List<Long> connections) {
        long total = connections.stream().mapToLong(Long::longValue).sum();
        return (double) connections.stream().mapToLong(Long::longValue).max().orElse(0) * connections.size() / total;
    }

    /** The status of a rebalancing that began after the given one and is over. */
    private static RebalanceStatus awaitDone(CanaryReleaseStatus before) {
        String begun = before.rebalance() == null ? null : before.rebalance().startedAt();
        CanaryReleaseStatus after = serin.awaitStatus(
                "connections were spread",
                "reporter",
                status -> status.rebalance() != null
                        && !status.rebalance().isRunning()
                        && status.rebalance().startedAt() != null
                        && !Objects.equals(begun, status.rebalance().startedAt())
                        && status.rebalance().proxies().stream().allMatch(Member::settled)
                        && status.rebalance().proxies().size()
                                == serin.proxyPods("reporter").size());
        return Objects.requireNonNull(after.rebalance());
    }

    @Test
    @Order(1)
    void newProxiesGetTheirShareOfTheConnections() {
        try (var client = load()) {
            serin.awaitStatus(
                    "all have connected",
                    "reporter",
                    status -> status.proxies() != null
                            && Objects.equals(status.proxies().connections(), (long) CONNECTIONS));
            serin.awaitCondition("reporter", "Rebalanced", true);
            CanaryReleaseStatus before = serin.status("reporter");
            replicas(4);
            awaitProxies(4);
            long ready = System.nanoTime();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> connections().size() == 4 && maxToMean(connections()) <= 1.25);
            double seconds = (System.nanoTime() - ready) / 1e9;
            RebalanceStatus done = awaitDone(before);
            assertThat(done.reason()).isEqualTo(RebalanceStatus.Reason.ProxyScale);
            assertThat(done.state()).isEqualTo(RebalanceStatus.State.Spread);
            assertThat(done.redialled()).isPositive();
            assertThat(maxToMean(connections())).isLessThanOrEqualTo(1.25);
            assertThat(serin.events("reporter")).containsSubsequence("Rebalancing", "Rebalanced");
            System.out.printf(
                    "2 -> 4 proxies under %d connections: %s, max/mean %.2f, %.1f s after the fourth was ready;"
                            + " %d re-dialled in %d turns, took %s%n",
                    CONNECTIONS,
                    connections(),
                    maxToMean(connections()),
                    seconds,
                    done.redialled(),
                    done.turns(),
                    done.took());
            assertNoneFailed("2 -> 4 proxies", client);
        }
    }

    @Test
    @Order(2)
    void aPersonMayAskForIt() throws Exception {
        try (var client = load()) {
            serin.awaitStatus(
                    "the last one is over",
                    "reporter",
                    status -> status.rebalance() != null && !status.rebalance().isRunning());
            CanaryReleaseStatus before = serin.status("reporter");
            serin.cluster()
                    .kubectl("annotate", "canary", "reporter", "serin.dev/action=rebalance")
                    .orThrow();
            RebalanceStatus done = awaitDone(before);
            assertThat(done.reason()).isEqualTo(RebalanceStatus.Reason.Requested);
            assertThat(done.redialled()).isGreaterThanOrEqualTo(CONNECTIONS);
            assertThat(serin.events("reporter")).contains("ActionTaken");
            assertThat(annotated()).isFalse();
            System.out.printf(
                    "by hand: %d re-dialled in %d turns, took %s%n", done.redialled(), done.turns(), done.took());
            serin.cluster()
                    .kubectl("annotate", "canary", "reporter", "serin.dev/action=dance")
                    .orThrow();
            await().until(() -> !annotated() && serin.events("reporter").contains("ActionUnknown"));
            assertNoneFailed("by hand", client);
        }
    }

    private static boolean annotated() {
        return serin.cluster()
                .client()
                .resources(CanaryRelease.class)
                .inNamespace("default")
                .withName("reporter")
                .require()
                .getMetadata()
                .getAnnotations()
                .containsKey("serin.dev/action");
    }

    @Test
    @Order(3)
    void theNextOperatorMovesNothingTwice() throws Exception {
        try (var client = load()) {
            List<Member> before = members();
            serin.cluster().signal(Serin.NAMESPACE, serin.operatorPod(), "KILL");
            serin.weight("reporter", 20);
            serin.awaitStatus(
                    "the next one serves",
                    "reporter",
                    status -> status.weights() != null && status.weights().canary() == 20);
            serin.awaitCondition("reporter", "TrafficProgrammed", true);
            assertThat(members()).isEqualTo(before);
            assertNoneFailed("operator killed", client);
            assertThat(client.calls().stream().map(Call::local).distinct())
                    .as("connections")
                    .hasSize(CONNECTIONS);
        }
    }

    private static List<Member> members() {
        return Objects.requireNonNull(serin.status("reporter").rebalance()).proxies();
    }

    @Test
    @Order(4)
    void proxiesThatLeaveDrainFirst() {
        try (var client = load()) {
            replicas(2);
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> serin.cluster()
                                    .pods("default", "app.kubernetes.io/name=serin-proxy,serin.dev/release=reporter")
                                    .size()
                            == 2);
            await().until(() ->
                    connections().stream().mapToLong(Long::longValue).sum() == CONNECTIONS);
            System.out.println("4 -> 2 proxies: " + connections());
            assertNoneFailed("4 -> 2 proxies", client);
        }
    }

    @Test
    @Order(5)
    void streamsOpenedBeforeAWeightChangeEndWhenTheirGraceIsOver() {
        serin.weight("reporter", 0);
        serin.awaitStatus("0", "reporter", status -> isProgrammed(status, 0));
        try (var client = load();
                var chats = new Chats(serin.proxy("reporter"))) {
            List<Chats.Chat> old = chats.open(20);
            chats.awaitVersions(old, "v1");
            long changed = System.nanoTime();
            serin.weight("reporter", 100);
            serin.awaitStatus("100", "reporter", status -> isProgrammed(status, 100));
            long programmed = System.nanoTime();
            await().atMost(Duration.ofSeconds(30)).until(() -> old.stream().allMatch(chat -> chat.ended() != null));
            assertThat(old).allMatch(chat -> chat.endedAt() - changed >= GRACE.toNanos());
            List<Chats.Chat> fresh = chats.open(20);
            chats.awaitVersions(fresh, "v2");
            int answered = fresh.getFirst().answers();
            await().until(() -> fresh.getFirst().answers() > answered + 20);
            assertThat(fresh).allMatch(chat -> chat.ended() == null);
            System.out.printf(
                    "20 streams through 0/100 -> 100/0: ended %.2f to %.2f s after the weight was confirmed, grace %s, as %s%n",
                    (old.stream().mapToLong(Chats.Chat::endedAt).min().orElse(0) - programmed) / 1e9,
                    (old.stream().mapToLong(Chats.Chat::endedAt).max().orElse(0) - programmed) / 1e9,
                    GRACE,
                    old.getFirst().ended());
            assertNoneFailed("streams through a change of weights", client);
            assertThat(client.calls().stream().map(Call::local).distinct())
                    .as("unary calls stay on their connections")
                    .hasSize(CONNECTIONS);
        }
    }

    private static boolean isProgrammed(CanaryReleaseStatus status, int weight) {
        return status.weights() != null
                && status.weights().canary() == weight
                && status.condition("TrafficProgrammed").map(Condition::isTrue).orElse(false);
    }

    @Test
    @Order(6)
    void connectionsAge() {
        try (var client = load()) {
            serin.patch("reporter", "{\"spec\":{\"rebalance\":{\"maxConnectionAge\":\"10s\"}}}");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ProxyStats.of(serin, "reporter").stream()
                                    .mapToLong(proxy -> proxy.get("http.traffic.downstream_cx_max_duration_reached"))
                                    .sum()
                            >= 2 * CONNECTIONS);
            assertNoneFailed("maxConnectionAge 10s", client);
        }
    }
}
