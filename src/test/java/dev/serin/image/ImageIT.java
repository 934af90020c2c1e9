package dev.serin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.local.node.Processes;
import dev.serin.scenarios.Serin;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image that {@code -Pimage} made: how it is run, that it runs, how soon it is ready, and that it comes out the same. */
class ImageIT {
    private static final Path ARCHIVE = Path.of("target/serin-image.tar");
    private static final Path FOLDER = Path.of("target/image-test");
    private static final int STARTS = 5;

    private static Unpacked image;

    @BeforeAll
    static void unpack() throws Exception {
        assumeThat(ARCHIVE).as("made by -Pimage").exists();
        image = Unpacked.of(ARCHIVE.toAbsolutePath(), FOLDER.toAbsolutePath());
    }

    /** The command of the image, with its own root in place of the file system's. */
    private static List<String> command() throws IOException {
        Path arguments = image.root().resolve("java.args.here");
        String root = image.root().toString();
        Files.writeString(
                arguments,
                Files.readString(image.root().resolve("app/java.args")).replace("/app/", root + "/app/"));
        Path java = image.root().resolve("opt/java/bin/java");
        return List.of(java.toString(), "@" + arguments);
    }

    @Test
    void itRunsAsNobodyWithItsOwnJava() {
        JsonNode config = image.config().path("config");
        assertThat(config.path("User").asText()).isEqualTo("65532:65532");
        assertThat(config.path("Entrypoint").toString())
                .isEqualTo("[\"%s/bin/java\",\"@%s\"]".formatted(Layout.JAVA, Layout.ARGUMENTS));
        assertThat(config.path("Cmd")).isEmpty();
        assertThat(config.path("Labels")
                        .path("org.opencontainers.image.licenses")
                        .asText())
                .isEqualTo("Apache-2.0");
        assertThat(image.config().path("created").asText()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(image.root().resolve("licenses")).isDirectoryContaining("glob:**/bom.json");
    }

    @Test
    void theClassPathIsWhatIsInIt() throws IOException {
        List<String> named = Files.readAllLines(image.root().resolve("app/java.args"));
        String classPath = named.get(named.indexOf("-cp") + 1);
        List<String> there = new ArrayList<>();
        for (String folder : List.of("classpath", "libs")) {
            try (Stream<Path> jars = Files.list(image.root().resolve("app").resolve(folder))) {
                jars.forEach(jar -> there.add("/app/" + folder + "/" + jar.getFileName()));
            }
        }
        assertThat(classPath.split(":", -1)).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void theSameComesOutAgain() throws Exception {
        List<String> arguments = Files.readAllLines(Path.of("target/image/arguments"));
        Path again = Stage.stage(
                Layout.of(Path.of(arguments.getFirst()), arguments.getLast()),
                Path.of("target/image-again").toAbsolutePath());
        Map<String, Integer> first = contents(Path.of("target/image/root"));
        assertThat(contents(again)).isEqualTo(first).isNotEmpty();
    }

    private static Map<String, Integer> contents(Path root) throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(ImageIT::isReproduced).toList()) {
                contents.put(root.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    /** The JVM does not make the same class-data archive twice. */
    private static boolean isReproduced(Path file) {
        return Files.isRegularFile(file) && !file.endsWith("app/serin.jsa");
    }

    @Test
    void aReleaseLivesWithIt() throws Exception {
        List<String> command = command();
        try (Serin serin = Serin.notYet(Path.of("target/scenarios/image"))) {
            serin.cluster()
                    .images()
                    .register(
                            "ghcr.io/serin-dev/serin",
                            Image.of(command.toArray(String[]::new)).with(Map.of("JAVA_TOOL_OPTIONS", "-Xmx192m")));
            serin.cluster().kubectl("apply", "--server-side", "-k", "deploy").orThrow();
            serin.awaitOperator();
            serin.sample("reporter.yaml");
            serin.sample("canary-weight.yaml");
            serin.awaitCondition("reporter", "Ready", true);
            serin.weight("reporter", 50);
            serin.awaitWeight("reporter", 50);
            serin.cluster()
                    .kubectl("delete", "canary", "reporter", "--timeout=60s")
                    .orThrow();
        }
    }

    /** From the process's start to the first release gone through and the xDS port open; beside a JVM that does nothing. */
    @Test
    void itLeadsWithinASecond() throws Exception {
        List<Double> ready = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        Starts starts = new Starts(command());
        for (int i = 0; i < STARTS; i++) {
            ready.add(starts.untilItLeads());
            bare.add(starts.untilNothingIsDone());
        }
        System.out.printf(
                "image: leads after %.2f s (median of %d), a bare JVM ends after %.2f s: %.1f times; %.0f MiB resident%n",
                median(ready), STARTS, median(bare), median(ready) / median(bare), starts.residentMib());
        // What it is on a quiet machine is in docs/sizing.md; here it must not be far from it.
        assertThat(median(ready)).isLessThan(5);
        assertThat(starts.sharedClasses())
                .as("share of the classes that come from the archive")
                .isGreaterThan(0.85);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** The operator started again and again, on an embedded API with one release. */
    private static final class Starts {
        private final List<String> command;
        private double resident;
        private double shared;

        Starts(List<String> command) {
            this.command = command;
        }

        double residentMib() {
            return resident;
        }

        double sharedClasses() {
            return shared;
        }

        double untilNothingIsDone() throws Exception {
            long before = System.nanoTime();
            new ProcessBuilder(command.getFirst(), "-Xshare:auto", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return seconds(before);
        }

        double untilItLeads() throws Exception {
            Path log = Files.createTempFile(FOLDER, "operator", ".log");
            try (EmbeddedApi api = EmbeddedApi.start(() -> "10.96.0.1");
                    Processes processes = new Processes()) {
                var client = api.client();
                for (String file : List.of("crd.yaml", "namespace.yaml", "samples/canary-weight.yaml")) {
                    try (var in = Files.newInputStream(Path.of("deploy", file))) {
                        List<HasMetadata> objects = client.load(in).items();
                        objects.forEach(object -> client.resource(object)
                                .inNamespace(namespace(object))
                                .serverSideApply());
                    }
                }
                Path classes = log.resolveSibling("classes.log");
                var builder = new ProcessBuilder(Stream.of(
                                        Stream.of(command.getFirst()),
                                        Stream.of("-Xmx192m", "-Xlog:class+load:file=" + classes),
                                        command.stream().skip(1))
                                .flatMap(part -> part)
                                .toList())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
                builder.environment()
                        .putAll(Map.of(
                                "POD_NAME", "operator",
                                "POD_NAMESPACE", Serin.NAMESPACE,
                                "POD_IP", "127.0.0.1",
                                "SERIN_XDS_PORT", "0",
                                "SERIN_HEALTH_PORT", "0",
                                "KUBECONFIG",
                                        api.kubeconfig(log.resolveSibling("kubeconfig"))
                                                .toString()));
                long before = System.nanoTime();
                Process process = processes.start(builder);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> Files.readString(log).contains("\"leading; "));
                double took = seconds(before);
                measure(process.pid(), classes);
                return took;
            }
        }

        private void measure(long pid, Path classes) throws IOException {
            try (Stream<String> status = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
                resident = status.filter(line -> line.startsWith("VmRSS:"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                                .findFirst()
                                .orElseThrow()
                        / 1024.0;
            }
            List<String> loaded = Files.readAllLines(classes);
            shared = loaded.stream()
                            .filter(line -> line.contains("shared objects file"))
                            .count()
                    / (double) loaded.size();
        }

        private static String namespace(HasMetadata object) {
            return object.getKind().equals("CanaryRelease") ? "default" : "";
        }

        private static double seconds(long before) {
            return (System.nanoTime() - before) / 1e9;
        }
    }
}
