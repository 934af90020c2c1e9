package dev.serin.xds;

import static dev.serin.xds.ProxyUnderTest.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.xds.ProxyConfig.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What endpoints that are dead, silent or failing cost, while nobody takes them out of the proxy's list. */
class OutliersIT {
    private static final InetSocketAddress DEAD = new InetSocketAddress(Network.OUTLIERS.host(2), 9090);
    private static final InetSocketAddress DEAD_TOO = new InetSocketAddress(Network.OUTLIERS.host(3), 9090);

    /** By which nodes hear of an endpoint later than of its pod's end. */
    private static final Duration LATE = Duration.ofMillis(250);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ProxyUnderTest proxy;

    OutliersIT(@TempDir Path folder) throws IOException {
        proxy = keep(new ProxyUnderTest(folder, Network.OUTLIERS.host(1)));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aDeadEndpointCostsNoRequestIsLeftAloneAndComesBack() throws Exception {
        var stable = keep(new VersionServer("v1"));
        var canary = keep(new VersionServer("v2"));
        serve(50, List.of(stable.endpoint(), endpoint(DEAD)), List.of(canary.endpoint()));
        proxy.loseTheOperator();
        try (var client = ReporterClient.start(load().connections(4).concurrent(50))) {
            patiently().until(() -> ejected("stable") == 1);
            assertThat(ejected("canary")).isZero();
            keep(new VersionServer("back", DEAD));
            patiently().until(() -> ejected("stable") == 0);
            int from = client.count();
            patiently()
                    .until(() -> client.since(from).stream()
                            .anyMatch(call -> !call.failed() && call.version().equals("back")));
            client.stop();
            List<Call> calls = client.calls();
            assertThat(calls.stream().filter(Call::failed))
                    .as("failed of " + calls.size() + ", 200 at a time")
                    .isEmpty();
            long retries = proxy.envoy().stat("cluster.stable.upstream_rq_retry");
            System.out.printf("a dead endpoint: 0 of %d requests failed, %d were tried again%n", calls.size(), retries);
            assertThat(proxy.envoy().stat("cluster.stable.upstream_rq_retry_overflow"))
                    .isZero();
        }
    }

    @Test
    void aSilentEndpointCostsTimeOnlyUntilItIsLeftAlone() throws Exception {
        var stable = keep(new VersionServer("v1"));
        var silent = keep(new SilentListener(Network.OUTLIERS.host(4)));
        serve(0, List.of(stable.endpoint(), silent.endpoint()), List.of());
        try (var client = ReporterClient.start(load().connections(4).rate(500).deadline(Duration.ofSeconds(60)))) {
            patiently().until(() -> ejected("stable") == 1);
            long ejection = System.nanoTime();
            int from = client.count();
            patiently().until(() -> client.count() > from + 500);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            assertThat(client.calls().stream().filter(call -> call.durationNanos() > 1_900_000_000L))
                    .as("some waited for the time-out of the connection")
                    .isNotEmpty();
            long until = ejection
                    + Duration.ofSeconds(OutlierFactory.EJECTION_SECONDS - 1).toNanos();
            assertThat(client.calls().stream()
                            .filter(call -> call.startNanos() > ejection && call.startNanos() < until))
                    .isNotEmpty()
                    .allMatch(call -> call.durationNanos() < 1_500_000_000L);
        }
    }

    @Test
    void whereAllAreDeadSomeAreKeptAndServeAtOnceWhenTheyAreBack() throws Exception {
        var stable = keep(new VersionServer("v1"));
        serve(50, List.of(stable.endpoint()), List.of(endpoint(DEAD), endpoint(DEAD_TOO)));
        try (var client = ReporterClient.start(load().connections(4).concurrent(2))) {
            patiently().until(() -> ejected("canary") == 1 && client.count() > 1000);
            assertThat(client.calls())
                    .as("stable answers for canary")
                    .allMatch(call -> !call.failed() && call.version().equals("v1"));
            assertThat(ejected("stable"))
                    .as("canary's trouble is canary's alone")
                    .isZero();
            assertThat(proxy.envoy().stat("cluster.stable.upstream_rq_retry")).isZero();
            assertThat(ejected("canary")).as("never both").isOne();
            keep(new VersionServer("v2", DEAD));
            keep(new VersionServer("v2", DEAD_TOO));
            patiently()
                    .until(() -> client.calls().stream()
                            .anyMatch(call -> !call.failed() && call.version().equals("v2")));
        }
    }

    /** The operator is away, and pods of both versions were deleted meanwhile. */
    @Test
    void whatADeadCanaryWasSentFindsTheLivingPodOfStable() throws Exception {
        var stable = keep(new VersionServer("v1"));
        serve(50, List.of(stable.endpoint(), endpoint(DEAD)), List.of(endpoint(DEAD_TOO)));
        proxy.loseTheOperator();
        long ends = System.nanoTime()
                + Duration.ofSeconds(3 * OutlierFactory.EJECTION_SECONDS + 2).toNanos();
        try (var client = ReporterClient.start(load().connections(4).rate(800))) {
            patiently().until(() -> System.nanoTime() > ends);
            client.stop();
            List<Call> calls = client.calls();
            assertThat(calls.stream().filter(Call::failed))
                    .as("failed of " + calls.size())
                    .isEmpty();
        }
    }

    /** The operator is away, and a single pod of each version was replaced meanwhile. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50, 100})
    void whereAllPodsWereReplacedTheServiceOfStableFindsTheNewOnes(int weight) throws Exception {
        var stable = keep(new VersionServer("v1"));
        proxy.serve(config(Protocol.GRPC, weight, List.of(endpoint(DEAD)), List.of(endpoint(DEAD_TOO)))
                .with(stable.endpoint()));
        proxy.loseTheOperator();
        try (var client = ReporterClient.start(load().connections(4).rate(800))) {
            patiently().until(() -> ejected("stable") == 1 && client.count() > 2_000);
            client.stop();
            assertThat(client.calls())
                    .as("failed of " + client.calls().size())
                    .allMatch(call -> !call.failed() && call.version().equals("v1"));
        }
    }

    /** The operator is away, the pod has gone, and its Service leads to nobody yet who answers. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    void aServiceThatIsLateLosesNothing(int weight) throws Exception {
        proxy.serve(config(Protocol.GRPC, weight, List.of(endpoint(DEAD)), List.of(endpoint(DEAD)))
                .with(endpoint(DEAD_TOO)));
        proxy.loseTheOperator();
        try (var client = ReporterClient.start(load().connections(4).rate(400))) {
            await().pollDelay(LATE).until(() -> true);
            keep(new VersionServer("v1", DEAD_TOO));
            patiently().until(() -> client.count() > 1_000);
            client.stop();
            assertThat(client.calls())
                    .as("failed of " + client.calls().size())
                    .allMatch(call -> !call.failed() && call.version().equals("v1"));
        }
    }

    /** A connection through a Service is bound to one pod. */
    @Test
    void aLivingPodKeepsTheServiceOutOfTheChoice() throws Exception {
        var stable = keep(new VersionServer("v1"));
        var service = keep(new VersionServer("service"));
        proxy.serve(config(Protocol.GRPC, 0, List.of(stable.endpoint(), endpoint(DEAD), endpoint(DEAD_TOO)), List.of())
                .with(service.endpoint()));
        try (var client = ReporterClient.start(load().connections(4).rate(800))) {
            patiently().until(() -> ejected("stable") == 2);
            int known = client.count();
            // Those that were on their way, and Envoy's other threads.
            patiently().until(() -> client.count() > known + 400);
            int from = client.count();
            patiently().until(() -> client.count() > from + 1_000);
            client.stop();
            assertThat(client.calls()).noneMatch(Call::failed);
            assertThat(client.since(from)).allMatch(call -> call.version().equals("v1"));
        }
    }

    @Test
    void badAnswersEjectNobody() throws Exception {
        var stable = keep(new VersionServer("v1"));
        var good = keep(new VersionServer("v2"));
        var bad = keep(new VersionServer("v2"));
        bad.failing(100);
        serve(100, List.of(stable.endpoint()), List.of(good.endpoint(), bad.endpoint()));
        List<Call> calls = ReporterClient.run(load().connections(4).calls(2000));
        assertThat(calls.stream().filter(Call::failed).count())
                .as("half of canary's pods fail: half of canary's answers show it")
                .isBetween(900L, 1100L);
        assertThat(ejected("canary")).isZero();
    }

    private void serve(int weight, List<Endpoint> stable, List<Endpoint> canary) {
        proxy.serve(config(Protocol.GRPC, weight, stable, canary));
    }

    private Load load() {
        return Load.on(proxy.envoy().traffic());
    }

    private long ejected(String cluster) throws IOException {
        return proxy.envoy().stat("cluster." + cluster + ".outlier_detection.ejections_active");
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    private static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(address.getHostString(), address.getPort());
    }
}
