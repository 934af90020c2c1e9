package dev.serin.local.real;

import dev.serin.local.tools.EnvoyBinary;
import dev.serin.local.tools.HelmBinary;
import dev.serin.local.tools.KubectlBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What must be done before tests go into the network namespace, which has no way out: gets every program they run, and
 * writes {@code target/netns/bin/java}, a Java that runs in such a namespace, for Maven to fork.
 */
final class Prepare {
    private static final Path SCRIPT = Path.of("src/test/scripts/in-netns").toAbsolutePath();

    private Prepare() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Process tried =
                new ProcessBuilder(SCRIPT.toString(), "true").inheritIO().start();
        if (tried.waitFor() != 0) {
            System.exit(tried.exitValue());
        }
        try {
            System.out.println("control plane: " + Binaries.locate());
            List.of(EnvoyBinary.locate(), KubectlBinary.locate(), HelmBinary.locate())
                    .forEach(tool -> System.out.println("tool: " + tool));
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Path java = Path.of("target/netns/bin/java");
        Files.createDirectories(Path.of("target/netns/bin"));
        Files.writeString(java, """
                #!/bin/sh
                exec "%s" "%s/bin/java" "$@"
                """.formatted(SCRIPT, System.getProperty("java.home")));
        if (!java.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + java + " executable");
        }
    }
}
