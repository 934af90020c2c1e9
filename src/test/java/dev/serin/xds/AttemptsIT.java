package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a real Envoy counts attempts by the version that they went to. */
class AttemptsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private Proxied proxied;

    @BeforeEach
    void start() throws Exception {
        proxied = new Proxied(folder, Network.ATTEMPTS, 1);
    }

    @AfterEach
    void close() {
        proxied.close();
    }

    private static Routing exact(int mirrorPercent, boolean shield) {
        return new Routing(new Routing.Mode.Exact(), List.of(), mirrorPercent, shield);
    }

    private void publish(int weight, Routing routing, Endpoint... canary) {
        proxied.publish(new ProxyConfig(
                Proxied.RELEASE,
                ProxyConfig.Protocol.GRPC,
                new ProxyConfig.Logs(false, true),
                new Split(weight, 100),
                routing,
                Connections.LEFT_ALONE,
                List.of(proxied.stable.endpoint()),
                List.of(canary),
                Optional.empty()));
    }

    private void call(int times) throws Exception {
        ReporterClient.run(Load.on(proxied.envoys.getFirst().traffic()).calls(times));
    }

    /** At all pods together. */
    private long ended(String version, String rest) throws IOException {
        String name = "attempts.ended.version." + version + "." + rest + ".pod.";
        return all().lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String all() throws IOException {
        return proxied.envoys
                .getFirst()
                .get("/stats?filter=%5Eattempts&histogram_buckets=detailed")
                .body();
    }

    @Test
    void whatTheShieldRescuedIsCanarysFailureAndStablesSuccess() throws Exception {
        proxied.canary.failing(30);
        publish(50, exact(0, true), proxied.canary.endpoint());
        call(1_000);
        await().untilAsserted(() -> {
            assertThat(ended("canary", "grpc.14.http.200.flags.-")).isEqualTo(150);
            assertThat(ended("canary", "grpc.0.http.200.flags.-")).isEqualTo(350);
            assertThat(ended("stable", "grpc.0.http.200.flags.-")).isEqualTo(650);
        });
    }

    @Test
    void eachPodOfCanaryCountsByItself() throws Exception {
        try (var good = new VersionServer("v2", new InetSocketAddress(Network.ATTEMPTS.host(20), 9090));
                var bad = new VersionServer("v2", new InetSocketAddress(Network.ATTEMPTS.host(21), 9090))) {
            bad.failing(100);
            publish(
                    50,
                    Routing.EXACT,
                    new Endpoint(Network.ATTEMPTS.host(20), 9090),
                    new Endpoint(Network.ATTEMPTS.host(21), 9090));
            call(400);
            String canary = "attempts.ended.version.canary.grpc.";
            String ended = ".http.200.flags.-.pod.";
            await().untilAsserted(() -> assertThat(all())
                    .contains(canary + "0" + ended + Network.ATTEMPTS.host(20) + ": " + good.calls())
                    .contains(canary + "14" + ended + Network.ATTEMPTS.host(21) + ": " + bad.calls())
                    .contains("attempts.ended.version.stable.grpc.0.http.200.flags.-.pod.: 200"));
            assertThat(good.calls() + bad.calls()).isEqualTo(200);
            assertThat(bad.calls()).as("pods are asked in turn").isBetween(90L, 110L);
        }
    }

    @Test
    void copiesCountForNobody() throws Exception {
        proxied.canary.failing(100);
        publish(0, exact(100, false), proxied.canary.endpoint());
        call(100);
        await().until(() -> proxied.canary.calls() == 100);
        await().untilAsserted(() ->
                assertThat(ended("stable", "grpc.0.http.200.flags.-")).isEqualTo(100));
        assertThat(all()).doesNotContain("version.canary");
        assertThat(ended("mirrored", "grpc.14.http.200.flags.-")).isEqualTo(100);
    }

    @Test
    void whatNeverReachedCanaryIsNoSuccessOfIts() throws Exception {
        int nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        publish(50, Routing.EXACT, new Endpoint("127.0.0.1", nobody));
        call(20);
        await().untilAsserted(() ->
                assertThat(ended("stable", "grpc.0.http.200.flags.-")).isEqualTo(20));
        assertThat(ended("canary", "grpc.0.http.200.flags.-")).isZero();
        assertThat(ended("canary", "grpc..http.0.flags.UF")).isEqualTo(10);
    }

    @Test
    void whoGivesUpWaitingSeesASlowCanaryAndNoFailure() throws Exception {
        proxied.canary.hang();
        publish(100, Routing.EXACT, proxied.canary.endpoint());
        ReporterClient.run(Load.on(proxied.envoys.getFirst().traffic())
                .deadline(Duration.ofMillis(700))
                .calls(3));
        // A server may end a call at its client's deadline a moment before the client does.
        await().untilAsserted(() -> assertThat(
                        ended("canary", "grpc..http.0.flags.-") + ended("canary", "grpc..http.0.flags.UR"))
                .as(all())
                .isEqualTo(3));
        // Envoy merges its workers' histograms every five seconds.
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() ->
                        assertThat(all()).containsPattern("attempts.took.version.canary:\\s+totals=[67]\\d\\d?,10:"));
    }

    @Test
    void aPodThatDiesOverARequestFailsIt() throws Exception {
        proxied.canary.hang();
        publish(100, Routing.EXACT, proxied.canary.endpoint());
        try (var client = ReporterClient.start(
                Load.on(proxied.envoys.getFirst().traffic()).concurrent(3).calls(3))) {
            await().until(() -> proxied.canary.calls() == 3);
            proxied.canary.close();
            client.await();
            await().untilAsserted(() -> assertThat(
                            ended("canary", "grpc..http.0.flags.UC") + ended("canary", "grpc..http.0.flags.UR"))
                    .as(all())
                    .isEqualTo(3));
        }
    }
}
