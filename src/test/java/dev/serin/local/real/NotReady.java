package dev.serin.local.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * When the API server was started again and not ready yet, kept in a file. It answers before its caches of roles are
 * filled, and until they are it takes everybody but administrators for somebody without permissions.
 */
final class NotReady {
    private final Path file;

    NotReady(Path file) {
        this.file = file;
    }

    /** Does what ends when the API server is ready. */
    void during(Runnable restart) {
        write(Instant.now());
        restart.run();
        write(Instant.now());
    }

    private void write(Instant time) {
        try {
            Files.writeString(file, time + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it was so at a time; a begin without an end lasts until now. */
    boolean at(Instant time) {
        List<Instant> times = times();
        for (int begin = 0; begin < times.size(); begin += 2) {
            Instant end = begin + 1 < times.size() ? times.get(begin + 1) : Instant.MAX;
            if (!time.isBefore(times.get(begin)) && !time.isAfter(end)) {
                return true;
            }
        }
        return false;
    }

    private List<Instant> times() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Instant::parse).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
