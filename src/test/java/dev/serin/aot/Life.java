package dev.serin.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A program that runs, and the file to which it writes its lines. */
public record Life(Process process, Path log) {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /**
     * Returns as soon as it has written something like this.
     *
     * @throws IllegalStateException when it ends first, or does not for a long time; with what it wrote instead
     */
    public void awaitLine(Pattern part) throws IOException {
        try {
            Awaitility.await()
                    .atMost(LONGEST)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> isWritten(part) || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(part + " is awaited in vain: " + Files.readString(log), e);
        }
        if (!isWritten(part)) {
            throw new IllegalStateException("it ended with " + process.exitValue() + ": " + Files.readString(log));
        }
    }

    private boolean isWritten(Pattern part) throws IOException {
        return part.matcher(Files.readString(log)).find();
    }

    /** Tells it to stop, and returns when it has. */
    public void end() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not stop: " + Files.readString(log));
        }
    }

    /** Its resident memory in MiB now. */
    public double residentMib() throws IOException {
        return status("VmRSS:");
    }

    /** The most that it ever had. */
    public double peakMib() throws IOException {
        return status("VmHWM:");
    }

    private double status(String field) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }
}
