package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.docs.Pages;
import dev.serin.docs.Pages.Commands;
import dev.serin.local.tools.HelmBinary;
import dev.serin.local.tools.KubectlBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The commands in {@code docs/}, run one after the other on one cluster, as somebody does who reads them. */
class DocsIT {
    private static final List<String> PAGES = List.of(
            "install.md",
            "getting-started.md",
            "how-to/adopt-a-service.md",
            "how-to/header-tests.md",
            "how-to/streams.md",
            "how-to/autoscaling.md",
            "upgrading.md");
    private static final int LIMIT_SECONDS = 180;

    private static final Path FOLDER = Path.of("target/scenarios/docs").toAbsolutePath();

    @Test
    void whatTheDocsSayCanBeDone() throws Exception {
        List<Commands> commands = Pages.commands(PAGES);
        try (Serin serin = Serin.notYet(FOLDER)) {
            tool("kubectl", KubectlBinary.locate(), "--cache-dir=" + FOLDER.resolve("kubectl-cache"));
            tool("helm", HelmBinary.locate(), "");
            for (boolean last : new boolean[] {false, true}) {
                for (Commands each : commands) {
                    if (each.last() == last) {
                        run(serin, each);
                    }
                }
            }
        }
    }

    private static void tool(String name, Path binary, String flags) throws IOException {
        Path script = Files.createDirectories(FOLDER.resolve("bin")).resolve(name);
        Files.writeString(script, "#!/bin/sh\nexec %s %s \"$@\"\n".formatted(binary, flags));
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private static void run(Serin serin, Commands commands) throws IOException, InterruptedException {
        long before = System.nanoTime();
        Path log = Files.createTempFile(FOLDER, "commands", ".log");
        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands.script())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.put("PATH", FOLDER.resolve("bin") + ":" + environment.get("PATH"));
        environment.put(
                "KUBECONFIG", serin.cluster().kubeconfig().toAbsolutePath().toString());
        for (String kind : List.of("CACHE", "CONFIG", "DATA")) {
            environment.put("HELM_" + kind + "_HOME", FOLDER.resolve("helm").toString());
        }
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue())
                .as("%s: %s%n%s", commands.page(), commands.script(), Files.readString(log))
                .isZero();
        System.out.printf(
                "%s: %s … %.1f s%n",
                commands.page(), commands.script().lines().findFirst().orElse(""), (System.nanoTime() - before) / 1e9);
    }
}
