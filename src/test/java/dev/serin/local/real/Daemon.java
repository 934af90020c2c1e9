package dev.serin.local.real;

import static org.awaitility.Awaitility.await;

import dev.serin.local.node.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One program of the control plane: a process that can be ended and started again with the same flags. */
final class Daemon {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int STOP_SECONDS = 30;
    private static final int LOG_LINES = 15;

    private final Processes processes;
    private final Path program;
    private final List<String> flags;
    private final Path log;
    private final Callable<Boolean> up;
    private @Nullable Process process;

    /** {@code up} tells whether it serves; what it throws counts as no. Its output is appended to the log. */
    Daemon(Processes processes, Path program, List<String> flags, Path log, Callable<Boolean> up) {
        this.processes = processes;
        this.program = program;
        this.flags = flags;
        this.log = log;
        this.up = up;
    }

    /** Starts it and waits until it serves; throws {@link IllegalStateException} with its last words if it doesn't. */
    synchronized void start() {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), flags.stream()).toList();
        try {
            Process started = processes.start(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
            process = started;
            await(program.getFileName() + " serves")
                    .atMost(START_LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .ignoreExceptions()
                    .until(() -> !started.isAlive() || up.call());
            if (!started.isAlive()) {
                throw new IllegalStateException(
                        "%s ended with exit code %d: %s".formatted(program, started.exitValue(), lastWords()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as an administrator does, by SIGTERM, and by SIGKILL if it takes longer than 30 s. */
    synchronized void stop() {
        if (process != null) {
            process.destroy();
            if (!ended(process)) {
                kill();
            }
        }
    }

    /** Ends it by SIGKILL. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** The process's id, also of one that has ended. */
    synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }
}
