package dev.serin.local.real;

import dev.serin.local.real.Binaries.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds the programs with {@code go build} from {@code src/test/go/go.mod}, once for each pair of versions, into a
 * folder that outlives {@code mvn clean}: below {@code SERIN_CACHE}, else below {@code ~/.cache/serin}.
 *
 * @param modules the folder of the go.mod
 * @param folder where the programs are kept
 * @param kubernetes the version of Kubernetes, such as {@code 1.34.4}, which {@code /version} answers
 * @param environment what go runs with
 */
record GoBuild(Path modules, Path folder, String kubernetes, Map<String, String> environment) {
    private static final Path MODULES = Path.of("src/test/go").toAbsolutePath();
    private static final int LIMIT_MINUTES = 40;

    static GoBuild in(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String cache = environment.getOrDefault(
                "SERIN_CACHE", home.resolve(".cache/serin").toString());
        String kubernetes = version("k8s.io/kubernetes");
        String etcd = version("go.etcd.io/etcd/server/v3");
        Path folder = Path.of(cache).resolve("kubernetes-%s-etcd-%s".formatted(kubernetes, etcd));
        return new GoBuild(MODULES, folder, kubernetes, environment);
    }

    /** The program, built now where it has not been. */
    Path binary(Program program) {
        Path file = folder.resolve(program.file).toAbsolutePath();
        return Files.isExecutable(file) ? file : build(program, file);
    }

    private Path build(Program program, Path file) {
        try {
            Files.createDirectories(folder);
            Path lock = folder.resolve(program.file + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                // Another process may have built it while this one waited.
                if (!Files.isExecutable(file) && held.isValid()) {
                    compile(program, file);
                }
            }
            return file;
        } catch (IOException e) {
            throw missing(program, String.valueOf(e.getMessage()));
        }
    }

    private void compile(Program program, Path file) throws IOException {
        System.out.printf("building %s into %s, which takes a few minutes once%n", program.file, folder);
        Path part = folder.resolve(program.file + ".part");
        Path log = folder.resolve(program.file + ".log");
        ProcessBuilder go = new ProcessBuilder(command(program, part))
                .directory(modules.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        go.environment().clear();
        go.environment().putAll(environment);
        go.environment().put("CGO_ENABLED", "0");
        Process process = go.start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw missing(
                        program, "go build failed: " + Files.readString(log).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> command(Program program, Path output) {
        List<String> stamp = new ArrayList<>(List.of("-s", "-w"));
        String[] numbers = kubernetes.split("\\.", -1);
        Map.of("gitVersion", "v" + kubernetes, "gitMajor", numbers[0], "gitMinor", numbers[1], "gitTreeState", "clean")
                .forEach((name, value) -> stamp.add("-X k8s.io/component-base/version.%s=%s".formatted(name, value)));
        return List.of(
                "nice",
                "go",
                "build",
                "-trimpath",
                "-buildvcs=false",
                "-ldflags",
                String.join(" ", stamp.stream().sorted().toList()),
                "-o",
                output.toString(),
                program.goPackage);
    }

    private IllegalStateException missing(Program program, String why) {
        return new IllegalStateException(
                ("There is no %s %s: set %s to a folder that has it (setup-envtest gives one), or install Go from 1.24 on,"
                                + " with which it is built once from the published modules into %s (%s).")
                        .formatted(program.file, kubernetes, Binaries.ASSETS, folder, why));
    }

    private static String version(String module) {
        try {
            Pattern line = Pattern.compile("(?m)^\\s+" + Pattern.quote(module) + " v(\\S+)");
            Matcher found = line.matcher(Files.readString(MODULES.resolve("go.mod")));
            if (!found.find()) {
                throw new IllegalStateException("src/test/go/go.mod requires no " + module);
            }
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
