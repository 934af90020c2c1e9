package dev.serin.xds;

import static org.awaitility.Awaitility.await;

import dev.serin.resources.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A real Envoy with an operator's channel of its own, and what it was told last. */
final class ProxyUnderTest implements AutoCloseable {
    static final ReleaseKey RELEASE = new ReleaseKey("default", "reporter");

    private final XdsServer xds = new XdsServer();
    private final EnvoyProcess envoy;
    private final Path folder;

    ProxyUnderTest(Path folder, String address) throws IOException {
        this(folder, address, EnvoyProcess.HEAP);
    }

    /** One with so many bytes of memory. */
    ProxyUnderTest(Path folder, String address, long heap) throws IOException {
        this.folder = folder;
        xds.start("127.0.0.1", 0, Door.open());
        envoy = new EnvoyProcess(
                folder, address, "proxy-1", RELEASE, Bootstrap.of(EnvoyProcess.operator(xds.port()), heap));
    }

    EnvoyProcess envoy() {
        return envoy;
    }

    /** What the proxy wrote on its outputs so far. */
    List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("proxy-1.log"));
    }

    /** Publishes, and waits until the proxy has confirmed it and is ready. */
    void serve(ProxyConfig config) {
        xds.publish(config);
        await().atMost(Duration.ofSeconds(30)).until(() -> envoy.ready() && isApplied(config.split()));
    }

    private boolean isApplied(Split split) {
        return xds.proxies(RELEASE).stream().anyMatch(proxy -> proxy.applied().equals(Optional.of(split)));
    }

    static ProxyConfig config(ProxyConfig.Protocol protocol, int weight, List<Endpoint> stable, List<Endpoint> canary) {
        return new ProxyConfig(RELEASE, protocol, new Split(weight, 100), Routing.EXACT, stable, canary);
    }

    /** Takes the operator away; the proxy goes on with what it has. */
    void loseTheOperator() {
        xds.close();
    }

    @Override
    public void close() {
        envoy.close();
        xds.close();
    }
}
