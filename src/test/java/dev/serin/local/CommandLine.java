package dev.serin.local;

import dev.serin.local.Cluster.Result;
import dev.serin.local.tools.HelmBinary;
import dev.serin.local.tools.KubectlBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line tools of a cluster's user, with caches of their own. */
final class CommandLine {
    private static final int LIMIT_SECONDS = 120;

    private CommandLine() {}

    static Result kubectl(Path kubeconfig, Path folder, Map<String, String> env, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(KubectlBinary.locate().toString());
        command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of("--cache-dir", folder.resolve("kubectl-cache").toString()));
        command.addAll(List.of(args));
        return run(command, env, folder);
    }

    static Result helm(Path kubeconfig, Path folder, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(HelmBinary.locate().toString());
        command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(args));
        Map<String, String> env = new HashMap<>();
        for (String kind : List.of("CACHE", "CONFIG", "DATA")) {
            env.put("HELM_" + kind + "_HOME", folder.resolve("helm").toString());
        }
        return run(command, env, folder);
    }

    private static Result run(List<String> command, Map<String, String> env, Path folder)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "tool", ".out");
        Path err = Files.createTempFile(folder, "tool", ".err");
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
            Files.delete(out);
            Files.delete(err);
        }
    }
}
