package dev.serin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.aot.Life;
import dev.serin.aot.OperatorProcesses;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.scenarios.Serin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image that {@code -Pimage} made: how it is run, that it runs, how soon it is ready, and that it comes out the same. */
class ImageIT {
    private static final Path ARCHIVE = Path.of("target/serin-image.tar");
    private static final Path FOLDER = Path.of("target/image-test");
    private static final int STARTS = 10;
    /** Not counted: this JVM, which is the API server of them, must be done with compiling itself on the same processors. */
    private static final int WARM_UPS = 5;

    private static Unpacked image;

    @BeforeAll
    static void unpack() throws Exception {
        assumeThat(ARCHIVE).as("made by -Pimage").exists();
        image = Unpacked.of(ARCHIVE.toAbsolutePath(), FOLDER.toAbsolutePath());
    }

    /** The command of the image, with its own root in place of the file system's. */
    private static List<String> command(String... flags) throws IOException {
        Path arguments = image.root().resolve("java.args.here");
        String root = image.root().toString();
        Files.writeString(
                arguments,
                Files.readString(image.root().resolve("app/java.args")).replace("/app/", root + "/app/"));
        Path java = image.root().resolve("opt/java/bin/java");
        return Stream.of(Stream.of(java.toString()), Stream.of(flags), Stream.of("@" + arguments))
                .flatMap(Function.identity())
                .toList();
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

    /** The JVM does not make the same cache twice. */
    private static boolean isReproduced(Path file) {
        return Files.isRegularFile(file) && !file.endsWith("app/serin.aot");
    }

    @Test
    void aReleaseLivesWithIt() throws Exception {
        List<String> command = command();
        try (Serin serin = Serin.notYet(Path.of("target/scenarios/image"))) {
            serin.cluster()
                    .images()
                    .register(
                            "ghcr.io/serin-dev/serin",
                            Image.of(command.toArray(String[]::new))
                                    .with(Map.of("JAVA_TOOL_OPTIONS", OperatorProcesses.IN_THE_CONTAINER)));
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

    /**
     * From the process's start to the first release gone through and the xDS port open, in an installation that is there;
     * beside a JVM that does nothing.
     */
    @Test
    void itLeadsWithinASecond() throws Exception {
        List<Double> ready = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        List<String> command = command(OperatorProcesses.IN_THE_CONTAINER);
        try (var operators = new OperatorProcesses(FOLDER)) {
            for (int i = 0; i < WARM_UPS; i++) {
                Life life = operators.beginAsPod("operator", command);
                life.awaitLine(OperatorProcesses.LEADS);
                operators.kill(life);
            }
            for (int i = 0; i < STARTS; i++) {
                long before = System.nanoTime();
                Life life = operators.beginAsPod("operator", command);
                life.awaitLine(OperatorProcesses.LEADS);
                ready.add(seconds(before));
                resident.add(life.residentMib());
                operators.kill(life);
                bare.add(untilNothingIsDone(command.getFirst()));
            }
        }
        System.out.printf(
                "image: leads after %.2f s (median of %d), a bare JVM ends after %.2f s: %.1f times; %.0f MiB resident%n",
                median(ready), STARTS, median(bare), median(ready) / median(bare), median(resident));
        // What it is on a quiet machine is in docs/sizing.md; here it must not be far from it.
        assertThat(median(ready)).isLessThan(5);
    }

    @Test
    void nearlyAllOfItsClassesComeFromTheCache() throws Exception {
        Path classes = FOLDER.toAbsolutePath().resolve("classes.log");
        // Half a second's work, which would be taken for its own.
        List<String> command = command(OperatorProcesses.IN_THE_CONTAINER, "-Xlog:class+load:file=" + classes);
        try (var operators = new OperatorProcesses(FOLDER)) {
            operators.begin("operator", command).awaitLine(OperatorProcesses.LEADS);
        }
        assertThat(cached(classes)).isGreaterThan(0.9);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double untilNothingIsDone(String java) throws Exception {
        long before = System.nanoTime();
        new ProcessBuilder(java, "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return seconds(before);
    }

    private static double cached(Path classes) throws IOException {
        List<String> loaded = Files.readAllLines(classes);
        return loaded.stream()
                        .filter(line -> line.contains("shared objects file"))
                        .count()
                / (double) loaded.size();
    }

    private static double seconds(long before) {
        return (System.nanoTime() - before) / 1e9;
    }
}
