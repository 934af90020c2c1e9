package dev.serin.aot;

import dev.serin.Main;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.local.node.Processes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Operators as processes, on an embedded API with one release, without pods and proxies. */
public final class OperatorProcesses implements AutoCloseable {
    /**
     * The JVM's flags in the image, by measurement (docs/sizing.md). One compiler, as the better one's own memory is 30 MiB
     * and there is little to compile; the cache of classes where it was made for, as moving it makes a private copy of all
     * of it; a heap that begins at 64 MiB of 384, where it gets to anyway, by ninety collections less; half of the
     * container's limit is heap, since at 1,000 releases the rest (classes, code, threads, direct
     * buffers) takes 130 MiB.
     */
    public static final List<String> FLAGS = Stream.concat(
                    Stream.of(
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UnlockDiagnosticVMOptions",
                            "-XX:ArchiveRelocationMode=0",
                            "-XX:InitialRAMPercentage=17",
                            "-XX:MaxRAMPercentage=50",
                            "-XX:+ExitOnOutOfMemoryError"),
                    Stream.of("-XX:+UseCompactObjectHeaders")
                            .filter(flag -> Runtime.version().feature() >= AotCache.SINCE))
            .toList();

    /** As in a container with the chart's limit of memory. */
    public static final String IN_THE_CONTAINER = "-XX:MaxRAM=384m";

    /** The leader's line when it has gone through all releases and its port is open. */
    public static final Pattern LEADS = Pattern.compile("leading; ");
    /** The line of one that could lead now. */
    private static final Pattern STANDS = Pattern.compile("[\"\\s]started[\"\\s]");

    private static final String NAMESPACE = "serin-system";

    private final Path folder;
    private final EmbeddedApi api;
    private final Processes processes = new Processes();

    /** {@code folder} is for their logs. */
    public OperatorProcesses(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.api = EmbeddedApi.start(() -> "10.96.0.1");
        for (String file : List.of("crd.yaml", "namespace.yaml", "samples/canary-weight.yaml")) {
            try (InputStream in = Files.newInputStream(Path.of("deploy", file))) {
                List<HasMetadata> objects = api.client().load(in).items();
                objects.forEach(object -> api.client()
                        .resource(object)
                        .inNamespace(object.getKind().equals("CanaryRelease") ? "default" : "")
                        .serverSideApply());
            }
        }
    }

    /** The operator of this class path in a JVM with these flags, which was trained where that pays. */
    public static Image image(List<String> flags) throws IOException, InterruptedException {
        return AotCache.image(Main.class, flags, OperatorProcesses::train);
    }

    /** Starts one by a command. */
    public Life begin(String name, List<String> command) throws IOException {
        Path log = Files.createTempFile(folder, name, ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "POD_NAME",
                        name,
                        "POD_NAMESPACE",
                        NAMESPACE,
                        "POD_IP",
                        "127.0.0.1",
                        "SERIN_XDS_PORT",
                        "0",
                        "SERIN_HEALTH_PORT",
                        "0",
                        "KUBECONFIG",
                        api.kubeconfig(folder.resolve("kubeconfig")).toString()));
        return new Life(processes.start(builder), log);
    }

    /**
     * One leads, the other stands by, rehearses and takes over: all that an operator does before its first weight.
     *
     * @throws IllegalStateException when one does not
     */
    public static void train(Path folder, List<String> plain, List<String> trained)
            throws IOException, InterruptedException {
        try (var operators = new OperatorProcesses(folder)) {
            Life first = operators.begin("first", plain);
            first.awaitLine(LEADS);
            Life second = operators.begin("second", trained);
            second.awaitLine(STANDS);
            first.end();
            second.awaitLine(LEADS);
            second.end();
        }
    }

    @Override
    public void close() {
        processes.close();
        api.close();
    }
}
