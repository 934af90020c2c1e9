package dev.serin.xds;

import static org.awaitility.Awaitility.await;

import dev.serin.local.net.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * gRPC's interop client or server, as a process with libraries of its own: its release is older than the one that is
 * used here, and brings much that nothing else needs. The build's execution {@code interop} says where they are.
 */
final class InteropProgram implements AutoCloseable {
    private static final Path CLASS_PATH = Path.of("target", "interop", "classpath");
    private static final String PACKAGE = "io.grpc.testing.integration.";
    /** Classes as the first case had loaded them, which takes most of the time of each of the others. */
    private static final Path LOADED = Path.of("target", "interop", "client.jsa");
    /** These cases look at what servers report of their load, through a load balancer that hands it on. */
    private static final String READS_LOADS = "{\"loadBalancingConfig\":[{\"test_backend_metrics_load_balancer\":{}}]}";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern CASE = Pattern.compile("(?m)^ {6}([a-z0-9_]+): ");

    private final Process process;
    private final int port;

    private InteropProgram(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server and waits until it listens. */
    static InteropProgram server(Path log) throws IOException {
        int port = FreePort.on("127.0.0.1");
        Process process = start("TestServiceServer", "-Xshare:auto", log, "--use_tls=false", "--port=" + port);
        await().atMost(PATIENCE).until(() -> Files.readString(log).contains("Server started"));
        return new InteropProgram(process, port);
    }

    /** Runs a test case so that those after it start sooner. */
    static void warmUp(InetSocketAddress server, Path log) throws IOException, InterruptedException {
        try (var client = client("large_unary", server, log, "-XX:ArchiveClassesAtExit=" + LOADED)) {
            int unused = client.exitCode();
        }
    }

    /** Starts one test case against a server. */
    static InteropProgram client(String testCase, InetSocketAddress server, Path log) throws IOException {
        return client(testCase, server, log, "-XX:SharedArchiveFile=" + LOADED);
    }

    private static InteropProgram client(String testCase, InetSocketAddress server, Path log, String classes)
            throws IOException {
        Process process = start(
                "TestServiceClient",
                classes,
                log,
                "--use_tls=false",
                "--server_host=" + server.getHostString(),
                "--server_port=" + server.getPort(),
                "--test_case=" + testCase,
                // A slow machine is no failure.
                "--soak_per_iteration_max_acceptable_latency_ms=30000",
                "--soak_overall_timeout_seconds=100",
                "--service_config_json=" + (testCase.startsWith("orca") ? READS_LOADS : "{}"));
        return new InteropProgram(process, server.getPort());
    }

    /** All test cases that the client's help names. */
    static List<String> cases(Path log) throws IOException, InterruptedException {
        try (var help = new InteropProgram(start("TestServiceClient", "-Xshare:auto", log, "--help"), 0)) {
            int unused = help.exitCode();
            return CASE.matcher(Files.readString(log))
                    .results()
                    .map(MatchResult::group)
                    .map(line -> line.substring(0, line.indexOf(':')).trim())
                    .toList();
        }
    }

    private static Process start(String main, String classes, Path log, String... arguments) throws IOException {
        if (!Files.exists(CLASS_PATH)) {
            throw new IllegalStateException(
                    CLASS_PATH + " is missing: run mvn antrun:run@interop first, as verify does");
        }
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                classes,
                                "-cp",
                                Files.readString(CLASS_PATH).trim(),
                                PACKAGE + main),
                        Stream.of(arguments))
                .toList();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", port);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("not done after " + PATIENCE.toSeconds() + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
