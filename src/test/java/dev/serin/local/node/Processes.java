package dev.serin.local.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Starts processes that never outlive this JVM: those left are killed at {@link #close} and by a shutdown hook, and where
 * {@code setpriv} is installed the kernel kills them even when the JVM is killed itself.
 */
public final class Processes implements AutoCloseable {
    private static final List<String> WRAPPER = Stream.of("/usr/bin/setpriv", "/bin/setpriv")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst()
            .map(path -> List.of(path, "--pdeathsig", "KILL"))
            .orElse(List.of());

    private final Set<Process> alive = ConcurrentHashMap.newKeySet();
    private final Thread hook = new Thread(this::killAll);

    // The kernel's death signal follows the thread that started the process, so all are started by one that stays.
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("process-starter").factory());

    public Processes() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts it as prepared. Throws {@link IOException} when the program can't be run. */
    public Process start(ProcessBuilder prepared) throws IOException {
        String program = prepared.command().getFirst();
        if (program.contains("/") && !Files.isExecutable(Path.of(program))) {
            throw new IOException("exec: \"" + program + "\": no such file, or not executable");
        }
        List<String> command = new ArrayList<>(WRAPPER);
        command.addAll(prepared.command());
        prepared.command(command);
        try {
            Process process =
                    CompletableFuture.supplyAsync(() -> run(prepared), starter).join();
            alive.add(process);
            var unused = process.onExit().thenAccept(alive::remove);
            return process;
        } catch (CompletionException e) {
            throw new IOException("cannot start " + program, e.getCause());
        }
    }

    /** Sends a signal by its name without SIG, such as {@code KILL}, {@code STOP} or {@code CONT}. */
    static void signal(long pid, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-s", name, Long.toString(pid)).start();
        if (kill.waitFor() != 0) {
            throw new IOException("cannot send " + name + " to process " + pid);
        }
    }

    private static Process run(ProcessBuilder prepared) {
        try {
            return prepared.start();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void killAll() {
        alive.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        alive.forEach(process -> process.onExit().join());
    }

    @Override
    public void close() {
        killAll();
        starter.shutdown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down, and the hook has run or will.
            assert !Thread.currentThread().isInterrupted();
        }
    }
}
