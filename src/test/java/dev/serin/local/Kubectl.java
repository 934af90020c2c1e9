package dev.serin.local;

import dev.serin.local.Cluster.Result;
import dev.serin.local.tools.KubectlBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs kubectl, with a cache of its own. */
final class Kubectl {
    private static final long LIMIT_SECONDS = 120;

    private Kubectl() {}

    static Result run(Path kubeconfig, Path folder, Map<String, String> env, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(KubectlBinary.locate().toString());
        command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of("--cache-dir", folder.resolve("kubectl-cache").toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "kubectl", ".out");
        Path err = Files.createTempFile(folder, "kubectl", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(env);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
