package dev.serin.bench.world;

import dev.serin.aot.Life;
import dev.serin.aot.OperatorProcesses;
import dev.serin.local.node.Processes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The operator as a process of its own, outside of any pod. */
public final class OperatorProcess {
    static final String NAMESPACE = "serin-system";
    static final int XDS_PORT = 18000;
    /** By which its certificate goes. */
    static final String XDS_NAME = "serin-xds." + NAMESPACE;

    private static final int HEALTH_PORT = 8080;

    private final Life life;
    private final String address;

    OperatorProcess(Processes processes, Path folder, Path kubeconfig, String address)
            throws IOException, InterruptedException {
        this.address = address;
        Path log = folder.resolve("operator.log");
        var builder = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "POD_NAME",
                        "operator",
                        "POD_NAMESPACE",
                        NAMESPACE,
                        "POD_IP",
                        address,
                        "SERIN_XDS_ADDRESS",
                        address + ":" + XDS_PORT,
                        "KUBECONFIG",
                        kubeconfig.toString()));
        life = new Life(processes.start(builder), log);
    }

    /** As in the image, and in a container with the chart's limit. */
    private static List<String> command() throws IOException, InterruptedException {
        List<String> flags = Stream.concat(
                        OperatorProcesses.FLAGS.stream(), Stream.of(OperatorProcesses.IN_THE_CONTAINER))
                .toList();
        return OperatorProcesses.image(flags).entrypoint();
    }

    /** Where it serves xDS, at {@link #XDS_PORT}. */
    String address() {
        return address;
    }

    /** Where it tells how it is. */
    public InetSocketAddress health() {
        return new InetSocketAddress(address, HEALTH_PORT);
    }

    boolean isAlive() {
        return life.process().isAlive();
    }

    /** The processor time that it has used so far. */
    public Duration cpu() {
        return life.process().toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** Its resident memory in MiB now. */
    public double residentMib() throws IOException {
        return life.residentMib();
    }

    /** The most that it ever had. */
    public double peakMib() throws IOException {
        return life.peakMib();
    }
}
