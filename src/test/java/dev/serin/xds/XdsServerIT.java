package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.xds.ProxyConfig.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channel against a real Envoy under real gRPC load. */
class XdsServerIT {
    private static final ReleaseKey RELEASE = new ReleaseKey("default", "reporter");
    private static final String PROXY_ADDRESS = Network.XDS_SERVER.host(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private XdsServer xds = new XdsServer();
    private final VersionServer stable;
    private final VersionServer canary;
    private final EnvoyProcess envoy;

    @SuppressWarnings("NullAway")
    XdsServerIT(@TempDir Path folder) throws IOException {
        stable = keep(new VersionServer("v1"));
        canary = keep(new VersionServer("v2"));
        xds.start("127.0.0.1", 0, Door.open());
        envoy = keep(new EnvoyProcess(folder, PROXY_ADDRESS, "proxy-1", RELEASE, xds.port()));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    @BeforeEach
    void isNotReadyWithoutConfiguration() {
        await().until(() -> !xds.proxies(RELEASE).isEmpty());
        assertThat(envoy.ready()).isFalse();
        xds.publish(config(10, true));
        await().until(envoy::ready);
        await().until(() -> applied().equals(Optional.of(new Split(10, 100))));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        xds.close();
    }

    @Test
    void aWeightReachesAnOpenConnectionWithinMilliseconds() throws Exception {
        List<Double> millis = new ArrayList<>();
        try (var client = ReporterClient.start(Load.on(envoy.traffic()).rate(1000))) {
            await().until(() -> client.count() > 200);
            for (int change = 0; change < 50; change++) {
                boolean toCanary = change % 2 == 0;
                int before = client.count();
                long start = System.nanoTime();
                xds.publish(config(toCanary ? 100 : 0, true));
                String wanted = toCanary ? "v2" : "v1";
                await().pollInterval(Duration.ofMillis(2))
                        .until(() -> client.since(before).stream().anyMatch(call -> isNew(call, wanted, start)));
                Call first = client.since(before).stream()
                        .filter(call -> isNew(call, wanted, start))
                        .findFirst()
                        .orElseThrow();
                millis.add((first.startNanos() + first.durationNanos() - start) / 1e6);
            }
            client.stop();
            assertNoneFailed(client.calls());
            assertThat(client.calls().stream().map(Call::local).distinct())
                    .as("one connection")
                    .hasSize(1);
        }
        Collections.sort(millis);
        System.out.printf(
                "publish to first response at the new weight: median %.1f ms, p95 %.1f ms, worst %.1f ms%n",
                millis.get(25), millis.get(47), millis.get(49));
    }

    private static boolean isNew(Call call, String version, long start) {
        return call.startNanos() > start && call.version().equals(version);
    }

    @Test
    void noRequestIsLostByRandomChanges() throws Exception {
        var random = new Random(7);
        try (var client =
                ReporterClient.start(Load.on(envoy.traffic()).connections(10).rate(2000))) {
            for (int change = 0; change < 200; change++) {
                boolean there = random.nextInt(3) != 0;
                xds.publish(config(there ? random.nextInt(101) : 0, there));
                int seen = client.count();
                await().pollInterval(Duration.ofMillis(1)).until(() -> client.count() >= seen + 20);
            }
            client.stop();
            assertNoneFailed(client.calls());
        }
    }

    @Test
    void canaryCanBeEmptiedTogetherWithItsWeight() throws Exception {
        try (var client =
                ReporterClient.start(Load.on(envoy.traffic()).connections(4).rate(2000))) {
            for (int change = 0; change < 100; change++) {
                xds.publish(config(50, true));
                int seen = client.count();
                await().pollInterval(Duration.ofMillis(1)).until(() -> client.count() >= seen + 20);
                xds.publish(config(0, false));
                int after = client.count();
                await().pollInterval(Duration.ofMillis(1)).until(() -> client.count() >= after + 20);
            }
            client.stop();
            assertNoneFailed(client.calls());
        }
    }

    @Test
    void anOperatorThatStartsAnewSendsNothingThatTheProxyHas() throws Exception {
        long routes = envoy.stat("http.traffic.rds.traffic.update_success");
        long clusters = envoy.stat("cluster_manager.cds.update_success");
        long listeners = envoy.stat("listener_manager.lds.update_success");
        long endpoints = envoy.stat("cluster.canary.update_success");
        int port = xds.port();
        xds.close();
        await().until(() -> envoy.stat("control_plane.connected_state") == 0);
        xds = new XdsServer();
        xds.publish(config(10, true));
        xds.start("127.0.0.1", port, Door.open());
        await().until(() -> applied().equals(Optional.of(new Split(10, 100))));
        assertThat(envoy.stat("http.traffic.rds.traffic.update_success")).isEqualTo(routes);
        assertThat(envoy.stat("cluster_manager.cds.update_success")).isEqualTo(clusters);
        assertThat(envoy.stat("listener_manager.lds.update_success")).isEqualTo(listeners);
        assertThat(envoy.stat("cluster.canary.update_success")).isEqualTo(endpoints);
    }

    @Test
    void theStatusPortShowsNothingElse() throws Exception {
        for (String path : List.of("/", "/config_dump", "/quitquitquit", "/ready/../config_dump", "/stats/../help")) {
            assertThat(envoy.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    private Optional<Split> applied() {
        return xds.proxies(RELEASE).stream().findFirst().flatMap(ProxyState::applied);
    }

    private ProxyConfig config(int weight, boolean canaryThere) {
        return new ProxyConfig(
                RELEASE,
                Protocol.GRPC,
                new Split(weight, 100),
                Routing.EXACT,
                List.of(stable.endpoint()),
                canaryThere ? List.of(canary.endpoint()) : List.of());
    }

    private static void assertNoneFailed(List<Call> calls) {
        assertThat(calls).isNotEmpty();
        assertThat(calls.stream().filter(Call::failed))
                .as("failed of " + calls.size())
                .isEmpty();
    }
}
