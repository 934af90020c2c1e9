package dev.serin.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java runtime with the modules that the operator uses, linked from the JDK that builds, so that an ahead-of-time
 * cache can be made by the very JVM that will read it.
 */
record JavaRuntime(Path home) {
    /**
     * What jdeps finds, but for java.desktop, which only what is never called wants (beans of snakeyaml, a gauge of
     * Micrometer's); and elliptic curves, which are a module in JDKs before 22.
     */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.instrument",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.httpserver",
            "jdk.jfr",
            "jdk.management",
            "jdk.naming.dns",
            "jdk.unsupported",
            "jdk.zipfs");

    /**
     * The security providers that are in java.base. Whoever asks for what none of these has would make the JVM look for all
     * others that it knows of, which takes a start its time and ends the same.
     */
    private static final Pattern PROVIDERS =
            Pattern.compile("security\\.provider\\.\\d+=(SUN|SunRsaSign|SunEC|SunJSSE|SunJCE)");

    private static final int LIMIT_MINUTES = 5;

    /** Links one into a folder that is not there. */
    static JavaRuntime link(Path home) throws IOException, InterruptedException {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        run(List.of(
                jlink.toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--no-header-files",
                "--no-man-pages",
                "--output",
                home.toString()));
        Path security = home.resolve("conf/security/java.security");
        Files.write(
                security,
                Files.readAllLines(security).stream()
                        .filter(line -> !line.startsWith("security.provider.")
                                || PROVIDERS.matcher(line).matches())
                        .toList());
        return new JavaRuntime(home);
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("image", ".log");
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s: exit code %d: %s".formatted(command, process.exitValue(), Files.readString(log)));
            }
        } finally {
            Files.delete(log);
        }
    }

    /** The size of all its files, in bytes. */
    long size() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
