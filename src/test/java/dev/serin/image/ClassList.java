package dev.serin.image;

import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.scenarios.Serin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Writes {@code src/main/image/classes.lst}: the classes that the operator loads in a short life, which the class-data
 * archive holds. It is committed, so that a build needs no cluster; one that is older than the sources does no harm. To write it: {@code mvn -B -q -Pimage -DskipTests prepare-package jar:jar
 * exec:exec@image-classes}.
 */
public final class ClassList {
    private ClassList() {}

    /** Arguments: the operator's jar, and a file with the class path of its libraries. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of("target", "image-classes").toAbsolutePath();
        Stage.delete(folder);
        Layout layout =
                Layout.of(Path.of(args[0]), Files.readString(Path.of(args[1])).strip());
        layout.copyTo(folder.resolve("jars"));
        JavaRuntime runtime = JavaRuntime.link(folder.resolve("java"));
        Path loaded = folder.resolve("loaded.lst");
        live(Image.of(
                runtime.java().toString(),
                "-Xshare:off",
                "-XX:DumpLoadedClassList=" + loaded,
                "-cp",
                layout.classPath(folder.resolve("jars").toString()),
                "dev.serin.Main"));
        List<String> classes = sorted(loaded);
        Files.createDirectories(Stage.CLASSES.getParent());
        Files.write(Stage.CLASSES, classes);
        System.out.printf("wrote %s: %d classes%n", Stage.CLASSES, classes.size());
    }

    private static void live(Image operator) throws IOException, InterruptedException {
        try (Serin serin = Serin.notYet(Path.of("target/scenarios/image-classes"))) {
            serin.cluster().images().register("ghcr.io/serin-dev/serin", operator);
            serin.cluster().kubectl("apply", "--server-side", "-k", "deploy").orThrow();
            serin.sample("reporter.yaml");
            serin.sample("canary-weight.yaml");
            serin.awaitCondition("reporter", "Ready", true);
            serin.weight("reporter", 50);
            serin.awaitWeight("reporter", 50);
            serin.cluster()
                    .kubectl("delete", "canary", "reporter", "--timeout=60s")
                    .orThrow();
            serin.cluster()
                    .kubectl("scale", "deployment/serin-operator", "-n", Serin.NAMESPACE, "--replicas=0")
                    .orThrow();
            Awaitility.await("the operator has gone")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> serin.cluster()
                            .pods(Serin.NAMESPACE, "app.kubernetes.io/component=operator")
                            .isEmpty());
        }
    }

    /** By name, without the numbers by which the JVM counts them; hidden classes and those of other loaders are left out. */
    private static List<String> sorted(Path loaded) throws IOException {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.filter(
                            line -> !line.startsWith("#") && !line.startsWith("@cp ") && !line.contains(" source: "))
                    .map(line -> line.replaceFirst(" id: \\d+.*", ""))
                    .filter(line -> line.startsWith("@lambda") || !line.contains("0x"))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }
}
