package dev.serin.bench.envoy;

import dev.serin.xds.ProxyPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** A raw Envoy that reads its listener from a file and watches it, so that its connections can be sent away. */
public final class Drainable {
    private final Path folder;
    private final Map<String, String> values;
    private final EnvoyRun envoy;
    private int renamed;

    /**
     * Starts one and waits until it serves.
     *
     * @param connections options of connections, in the connection manager's {@code common_http_protocol_options}
     * @param seconds Envoy's drain time
     * @param strategy Envoy's drain strategy
     */
    public Drainable(Lab lab, String connections, int seconds, String strategy) throws IOException {
        String address = lab.address();
        folder = lab.folder("listener-" + address);
        values = Map.of(
                "address",
                address,
                "server",
                lab.stable().getFirst().address(),
                "connections",
                connections,
                "folder",
                folder.toString());
        write();
        envoy = lab.start(
                        address,
                        Template.fill("/bench/drainable.yaml", values),
                        1,
                        List.of(
                                "--service-node",
                                address,
                                "--service-cluster",
                                "raw",
                                "--drain-time-s",
                                String.valueOf(seconds),
                                "--drain-strategy",
                                strategy))
                .awaitReady(ProxyPorts.ADMIN);
    }

    public EnvoyRun envoy() {
        return envoy;
    }

    /** Gives the filter chain another name: its connections are drained, new ones go to the new chain. */
    public void rename() throws IOException {
        renamed++;
        write();
    }

    /** By a move, which is what Envoy watches for. */
    private void write() throws IOException {
        String listener = Template.fill("/bench/listener.yaml", values).replace("${chain}", "chain-" + renamed);
        Path draft = Files.writeString(folder.resolve("draft"), listener);
        Files.move(draft, folder.resolve("listener.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }
}
