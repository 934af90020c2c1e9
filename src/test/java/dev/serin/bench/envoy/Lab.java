package dev.serin.bench.envoy;

import dev.serin.local.net.Subnet;
import dev.serin.local.node.Processes;
import dev.serin.local.tools.EnvoyBinary;
import dev.serin.xds.Endpoint;
import dev.serin.xds.ProxyPorts;
import dev.serin.xds.ReleaseKey;
import dev.serin.xds.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Envoys on loopback addresses of their own, and the servers of both versions behind them. */
public final class Lab implements AutoCloseable {
    private static final int SERVER_PORT = 9090;

    private final Path folder;
    private final Processes processes = new Processes();
    private final Subnet subnet = Subnet.claim();
    private final List<Endpoint> stable = servers();
    private final List<Endpoint> canary = servers();
    private int started;

    /** Starts the servers; {@code failPercent} of canary's answers are UNAVAILABLE. */
    public Lab(Path folder, int failPercent) throws IOException {
        this.folder = Files.createDirectories(folder);
        var run = start(
                stable.getFirst().address(),
                Template.fill(
                        "/bench/backend.yaml",
                        Map.of(
                                "stable", stable.getFirst().address(),
                                "stable2", stable.getLast().address(),
                                "canary", canary.getFirst().address(),
                                "canary2", canary.getLast().address(),
                                "failPercent", String.valueOf(failPercent))),
                1,
                List.of());
        run.awaitReady(SERVER_PORT);
    }

    private List<Endpoint> servers() {
        return Stream.generate(() -> new Endpoint(address(), SERVER_PORT))
                .limit(2)
                .toList();
    }

    /** An address that nobody else has. */
    public String address() {
        return subnet.pods().get();
    }

    /** Two endpoints of stable; the raw Envoy knows the first. */
    public List<Endpoint> stable() {
        return stable;
    }

    /** Two endpoints of canary. */
    public List<Endpoint> canary() {
        return canary;
    }

    /** For processes of other kinds, which end with this. */
    public Processes processes() {
        return processes;
    }

    /** An Envoy with everything written by hand. */
    public EnvoyRun raw(Split split, int workers) throws IOException {
        String address = address();
        String bootstrap = Template.fill(
                "/bench/raw.yaml",
                Map.of(
                        "address", address,
                        "stable", stable.getFirst().address(),
                        "canary", canary.getFirst().address(),
                        "canaryWeight", String.valueOf(split.canary()),
                        "stableWeight", String.valueOf(split.stable())));
        return start(address, bootstrap, workers, List.of()).awaitReady(ProxyPorts.ADMIN);
    }

    /**
     * One of a release's proxies, with the bootstrap that the operator hands out but for its own addresses. Not ready
     * before it is configured.
     */
    public EnvoyRun proxy(ReleaseKey release, String node, String address, String bootstrap, int workers)
            throws IOException {
        return start(
                address,
                bootstrap
                        .replace("address: 127.0.0.1, port_value: 19000", "address: " + address + ", port_value: 19000")
                        .replace("0.0.0.0", address),
                workers,
                List.of(
                        "--config-yaml",
                        "node: {metadata: {POD_IP: \"" + address + "\"}}",
                        "--service-node",
                        node,
                        "--service-cluster",
                        release.toString(),
                        "--drain-time-s",
                        "600",
                        "--drain-strategy",
                        "immediate"));
    }

    /** A folder for more of somebody's files. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name)).toAbsolutePath();
    }

    EnvoyRun start(String address, String bootstrap, int workers, List<String> more) throws IOException {
        String name = "envoy-" + ++started;
        Path file = Files.writeString(folder.resolve(name + ".yaml"), bootstrap);
        List<String> command = Stream.concat(
                        Stream.of(
                                EnvoyBinary.locate().toString(),
                                "--config-path",
                                file.toString(),
                                "--concurrency",
                                String.valueOf(workers),
                                "--disable-hot-restart",
                                "--log-level",
                                "warning"),
                        more.stream())
                .toList();
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        return new EnvoyRun(address, processes.start(builder));
    }

    @Override
    public void close() {
        processes.close();
        subnet.close();
    }
}
