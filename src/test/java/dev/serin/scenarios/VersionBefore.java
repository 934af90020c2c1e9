package dev.serin.scenarios;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.serin.Main;
import dev.serin.local.node.ImageRegistry.Image;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The version before this one, made from the repository's history: its operator, compiled with this version's libraries,
 * and its chart. There is no release yet, so that it is a commit; with the first one it will be its tag.
 *
 * @param chart its chart's folder
 * @param image what runs in place of its image
 */
record VersionBefore(String chart, Image image) {
    private static final String COMMIT = "0d55fe074da459e81e3f8cb72ec27a80a31ed7a1";
    private static final Path FOLDER = Path.of("target", "version-before");
    private static final int LIMIT_SECONDS = 120;

    /** Where the history is there, which it is not in a shallow clone. */
    static VersionBefore make() throws IOException, InterruptedException {
        assumeThat(run("git", "cat-file", "-e", COMMIT + "^{commit}"))
                .as("the commit of the version before is in the history")
                .isZero();
        Path classes = Files.createDirectories(FOLDER.resolve("classes"));
        Path archive = FOLDER.resolve("sources.tar");
        orThrow("git", "archive", "--output=" + archive, COMMIT, "src/main", "helm/serin");
        orThrow("tar", "-xf", archive.toString(), "-C", FOLDER.toString());
        String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !Files.isDirectory(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
        compile(FOLDER.resolve("src/main/java"), libraries, classes);
        orThrow("cp", "-r", FOLDER.resolve("src/main/resources") + "/.", classes.toString());
        Image image = Image.java(
                Main.class.getName(), classes.toAbsolutePath() + File.pathSeparator + libraries, Programs.OPERATOR);
        return new VersionBefore(FOLDER.resolve("helm/serin").toString(), image);
    }

    private static void compile(Path sources, String libraries, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-d", classes.toString(), "-cp", libraries, "-proc:none", "-nowarn", "--release", "21"));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new IllegalStateException("the version before cannot be compiled: exit code " + exit);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    private static void orThrow(String... command) throws IOException, InterruptedException {
        int exit = run(command);
        if (exit != 0) {
            throw new IllegalStateException("%s: exit code %d".formatted(List.of(command), exit));
        }
    }
}
