package dev.serin.aot;

import dev.serin.Main;
import dev.serin.lead.Election;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.local.node.Processes;
import dev.serin.trust.TestKeys;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
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
     * The JVM's flags in the image, by measurement (docs/sizing.md).
     *
     * <p>One compiler, as the better one's own memory is 30 MiB and there is little to compile: no profiles are kept for it,
     * and a method is called twice as often as usual before it is compiled, which takes a start no longer and a sixth less of
     * the processor. The cache of classes is mapped where it was made for, as moving it makes a private copy of all of it.
     * Reflection goes by native code, as Jackson calls thousands of methods a few times each, and a class would be spun for
     * each of them. No file of counters is written, as the image has no tools that would read it.
     *
     * <p>Half of the container's limit is heap, since at 1,000 releases the rest (classes, code, threads, direct buffers) takes
     * 130 MiB. It is kept near to what is in use: few new objects at a time, little room above the old ones, what softly
     * refers to classes let go, free pages of the C library's given back, and Netty's chunks as small as its messages.
     */
    public static final List<String> FLAGS = Stream.concat(
                    Stream.of(
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:-UsePerfData",
                            "-XX:+UnlockDiagnosticVMOptions",
                            "-XX:ArchiveRelocationMode=0",
                            "-XX:-AOTRecordTraining",
                            "-XX:-AOTReplayTraining",
                            "-Djdk.reflect.useNativeAccessorOnly=true",
                            "-Dslf4j.internal.verbosity=WARN",
                            "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                            "-XX:MaxRAMPercentage=50",
                            "-Xms36m",
                            "-Xmn12m",
                            "-XX:SurvivorRatio=4",
                            "-XX:MinHeapFreeRatio=5",
                            "-XX:MaxHeapFreeRatio=10",
                            "-XX:TrimNativeHeapInterval=10000",
                            "-XX:SoftRefLRUPolicyMSPerMB=50",
                            "-Dio.netty.allocator.maxOrder=5",
                            "-XX:CompileThresholdScaling=2",
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
    private final KubernetesClient client;
    private final Processes processes = new Processes();

    /** {@code folder} is for their logs. */
    public OperatorProcesses(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.api = EmbeddedApi.start(() -> "10.96.0.1");
        this.client = api.client();
        for (String file : List.of("crd.yaml", "namespace.yaml", "samples/canary-weight.yaml")) {
            try (InputStream in = Files.newInputStream(Path.of("deploy", file))) {
                List<HasMetadata> objects = client.load(in).items();
                objects.forEach(object -> client.resource(object)
                        .inNamespace(object.getKind().equals("CanaryRelease") ? "default" : "")
                        .serverSideApply());
            }
        }
    }

    /** The operator in a JVM with these flags, which was trained where that pays. */
    public static Image image(List<String> flags) throws IOException, InterruptedException {
        return AotCache.image(Main.class, classPath(), flags, OperatorProcesses::train);
    }

    /** As in the image: what only tests need would take it time and memory. */
    private static String classPath() throws IOException {
        return Path.of("target", "classes").toAbsolutePath()
                + File.pathSeparator
                + Files.readString(Path.of("target", "libraries")).strip();
    }

    /** Starts one by a command, with a kubeconfig. */
    public Life begin(String name, List<String> command) throws IOException {
        String kubeconfig = api.kubeconfig(folder.resolve("kubeconfig")).toString();
        return begin(name, command, Map.of("KUBECONFIG", kubeconfig));
    }

    /**
     * Starts one by a command, which is told where the API server is and whom to trust without a kubeconfig, as pods are.
     * This API server speaks no TLS, but the client is ready to.
     */
    public Life beginAsPod(String name, List<String> command) throws IOException {
        Path authority = Files.writeString(folder.resolve("ca.crt"), TestKeys.trusted());
        return begin(
                name,
                command,
                Map.of(
                        "KUBERNETES_AUTH_TRYKUBECONFIG",
                        "false",
                        "KUBERNETES_CERTS_CA_FILE",
                        authority.toString(),
                        "KUBERNETES_MASTER",
                        api.url(),
                        "KUBERNETES_AUTH_TOKEN",
                        EmbeddedApi.ADMIN));
    }

    private Life begin(String name, List<String> command, Map<String, String> access) throws IOException {
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
                        "0"));
        builder.environment().putAll(access);
        return new Life(processes.start(builder), log);
    }

    /** Kills one, and gives up its lease for it, so that the next need not wait until that expires. */
    public void kill(Life life) throws InterruptedException {
        life.process().destroyForcibly().waitFor();
        client.leases().inNamespace(NAMESPACE).withName(Election.LEASE).delete();
    }

    /**
     * One leads, the other stands by, rehearses and takes over: all that an operator does before its first weight.
     *
     * @throws IllegalStateException when one does not
     */
    public static void train(Path folder, List<String> plain, List<String> trained)
            throws IOException, InterruptedException {
        try (var operators = new OperatorProcesses(folder)) {
            Life first = operators.beginAsPod("first", plain);
            first.awaitLine(LEADS);
            Life second = operators.beginAsPod("second", trained);
            second.awaitLine(STANDS);
            first.end();
            second.awaitLine(LEADS);
            second.end();
        }
    }

    @Override
    public void close() {
        processes.close();
        client.close();
        api.close();
    }
}
