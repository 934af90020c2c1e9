package dev.serin.xds;

import static org.awaitility.Awaitility.await;

import dev.serin.local.net.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Real Envoys under this project's own channel, in front of two versions of a server in this process. */
final class Proxied implements AutoCloseable {
    static final ReleaseKey RELEASE = new ReleaseKey("default", "reporter");

    final XdsServer xds = new XdsServer();
    final VersionServer stable = new VersionServer("v1");
    final VersionServer canary = new VersionServer("v2");
    final List<EnvoyProcess> envoys = new ArrayList<>();
    private final Path folder;
    private final Network network;

    Proxied(Path folder, Network network, int proxies) throws IOException {
        this.folder = folder;
        this.network = network;
        xds.start("127.0.0.1", FreePort.on("127.0.0.1"), Door.open());
        for (int i = 0; i < proxies; i++) {
            envoys.add(start(i));
        }
    }

    private EnvoyProcess start(int number) throws IOException {
        return new EnvoyProcess(folder, network.host(number + 1), "proxy-" + number, RELEASE, xds.port());
    }

    /** Kills one and starts it anew. */
    void restart(int number, ProxyConfig config) throws IOException {
        envoys.get(number).close();
        await().until(() -> xds.proxies(RELEASE).size() < envoys.size());
        envoys.set(number, start(number));
        publish(config);
    }

    ProxyConfig config(Split split, Routing routing) {
        return new ProxyConfig(
                RELEASE,
                ProxyConfig.Protocol.GRPC,
                split,
                routing,
                List.of(stable.endpoint()),
                List.of(canary.endpoint()));
    }

    void publish(Split split, Routing routing) {
        publish(config(split, routing));
    }

    /** Publishes, and waits until every Envoy serves it. */
    void publish(ProxyConfig config) {
        xds.publish(config);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> IntStream.range(0, envoys.size()).allMatch(number -> serves(number, config)));
    }

    private boolean serves(int number, ProxyConfig config) {
        Optional<ProxyState> state = xds.proxies(RELEASE).stream()
                .filter(proxy -> proxy.node().equals("proxy-" + number))
                .findFirst();
        state.flatMap(ProxyState::rejection).ifPresent(words -> {
            throw new AssertionError("refused: " + words);
        });
        return state.flatMap(ProxyState::applied).filter(config.split()::equals).isPresent()
                && envoys.get(number).ready();
    }

    @Override
    public void close() {
        envoys.forEach(EnvoyProcess::close);
        xds.close();
        stable.close();
        canary.close();
    }
}
