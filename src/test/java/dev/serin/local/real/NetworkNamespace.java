package dev.serin.local.real;

import dev.serin.local.tools.EnvoyBinary;
import dev.serin.local.tools.HelmBinary;
import dev.serin.local.tools.KubectlBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The network namespace in which a run has addresses for pods and Services; made by {@code src/test/scripts/in-netns}. */
public final class NetworkNamespace {
    private static final Path SCRIPT = Path.of("src/test/scripts/in-netns").toAbsolutePath();
    private static final Path JAVA = Path.of("target/netns/bin/java").toAbsolutePath();
    private static final Path CLASSES = Path.of("target/test-classes").toAbsolutePath();

    private NetworkNamespace() {}

    /**
     * Gets every program that runs in there, as there is no way out, and writes {@code target/netns/bin/java}, a Java
     * that runs in a new namespace.
     *
     * @param kubeconfig of the cluster to be reached from inside; empty: the run makes its own
     * @return the exit code of the script where namespaces can't be made, which has said why; else 0
     * @throws IllegalStateException when a program is missing; the message says how to get it
     */
    static int prepare(String kubeconfig) throws IOException, InterruptedException {
        int tried = attempt();
        if (tried == 0) {
            String command = java(kubeconfig).stream()
                    .map(word -> '"' + word + '"')
                    .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n"));
            Files.createDirectories(JAVA.getParent());
            Files.writeString(JAVA, command);
            if (!JAVA.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + JAVA + " executable");
            }
        }
        return tried;
    }

    /** Runs a main class of this class path in a new namespace, with system properties; returns its exit code. */
    public static int run(Class<?> main, Map<String, String> properties, String kubeconfig)
            throws IOException, InterruptedException {
        int tried = attempt();
        if (tried != 0) {
            return tried;
        }
        List<String> command = new ArrayList<>(java(kubeconfig));
        properties.forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    private static int attempt() throws IOException, InterruptedException {
        return new ProcessBuilder(SCRIPT.toString(), "true").inheritIO().start().waitFor();
    }

    /** The beginning of a command that runs Java inside, with all that is needed there. */
    private static List<String> java(String kubeconfig) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>();
        if (kubeconfig.isEmpty()) {
            System.out.println("control plane: " + Binaries.locate());
        } else {
            Kubeconfig given = Kubeconfig.of(Path.of(kubeconfig));
            System.out.println("control plane: " + given.url());
            command.addAll(List.of(java, "-Xmx64m", "-cp", CLASSES.toString(), Crossing.class.getName()));
            command.addAll(List.of(
                    given.server().getHostString(),
                    String.valueOf(given.server().getPort())));
        }
        List.of(EnvoyBinary.locate(), KubectlBinary.locate(), HelmBinary.locate())
                .forEach(tool -> System.out.println("tool: " + tool));
        command.addAll(List.of(SCRIPT.toString(), java));
        return command;
    }

    /** The command that gets into the namespace of this process, from outside, to run another command there. */
    public static String enter() throws IOException {
        boolean byRoot = Files.readString(Path.of("/proc/self/uid_map")).contains(Integer.toUnsignedString(-1));
        return "nsenter --target %d --net%s"
                .formatted(ProcessHandle.current().pid(), byRoot ? "" : " --user --preserve-credentials");
    }
}
