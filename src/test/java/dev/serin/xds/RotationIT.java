package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.api.EmbeddedApi;
import dev.serin.local.net.FreePort;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.trust.OwnKeys;
import dev.serin.trust.ProxyFiles;
import dev.serin.trust.Terms;
import dev.serin.trust.TestKeys;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificate, authority and token are renewed again and again under load, while the operator comes and goes. */
class RotationIT {
    private static final ReleaseKey RELEASE = new ReleaseKey("default", "reporter");
    private static final Terms SHORT =
            new Terms(Duration.ofSeconds(20), Duration.ofSeconds(6), Duration.ofSeconds(3), List.of(TestKeys.NAME));
    private static final int ROUNDS = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** The newest token and the one before it. */
    private final Set<String> valid = ConcurrentHashMap.newKeySet();

    private ProxyIdentity identify(String token) throws Callers.RefusedException {
        if (!valid.contains(token)) {
            throw new Callers.RefusedException(Status.Code.UNAUTHENTICATED, "its token has expired");
        }
        return new ProxyIdentity(RELEASE, "proxy-1");
    }

    /** As a kubelet replaces what is mounted. */
    private void mount(String file, String content) {
        Path mounted = folder.resolve("proxy-1").resolve(file);
        try {
            Path whole = Files.writeString(mounted.resolveSibling("." + file), content);
            Files.move(whole, mounted, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void renewToken(int round) {
        String token = "token-" + round;
        valid.add(token);
        mount("token", token);
        valid.retainAll(Set.of(token, "token-" + (round - 1)));
    }

    @Test
    void noRequestFailsAndTheProxyIsAlwaysBackWithinSeconds() throws Exception {
        Set<String> authorities = new HashSet<>();
        try (var api = EmbeddedApi.start(() -> "10.96.0.1");
                var client = api.client();
                var stable = new VersionServer("v1");
                var canary = new VersionServer("v2");
                var keys = new OwnKeys(client, "serin-system", "serin-xds-tls", SHORT, Clock.systemUTC())) {
            EmbeddedApi.namespace(client, "serin-system");
            keys.begin(() -> mount("ca.crt", keys.trusted()));
            var door = new Door(Tls.server(keys.keyManager()), Optional.of(this::identify), Limits.DEFAULT);
            var config = ProxyUnderTest.config(
                    ProxyConfig.Protocol.GRPC, 10, List.of(stable.endpoint()), List.of(canary.endpoint()));
            var xds = new XdsServer();
            xds.publish(config);
            int port = FreePort.on("127.0.0.1");
            xds.start("127.0.0.1", port, door);
            String address = Network.ROTATION.host(1);
            String bootstrap = ProxyFiles.write(folder.resolve("proxy-1"), keys.trusted(), "none yet")
                    .bootstrap(EnvoyProcess.OPERATOR, port, TestKeys.NAME);
            renewToken(0);
            try (var envoy = new EnvoyProcess(folder, address, "proxy-1", RELEASE, bootstrap)) {
                await().atMost(Duration.ofSeconds(20)).until(envoy::ready);
                try (var load = ReporterClient.start(Load.on(envoy.traffic()).rate(200))) {
                    for (int round = 1; round <= ROUNDS; round++) {
                        renewToken(round);
                        authorities.add(keys.trusted());
                        xds.close();
                        xds = new XdsServer();
                        xds.publish(config);
                        xds.start("127.0.0.1", port, door);
                        XdsServer next = xds;
                        await("the proxy is back")
                                .atMost(Duration.ofSeconds(5))
                                .until(() -> next.proxies(RELEASE).size() == 1);
                        int before = load.count();
                        await().until(() -> load.count() > before + 300);
                    }
                    assertThat(load.since(0)).noneMatch(Call::failed).hasSizeGreaterThan(3000);
                }
            } finally {
                xds.close();
            }
        }
        assertThat(authorities).as("what was trusted").hasSizeGreaterThanOrEqualTo(3);
    }
}
