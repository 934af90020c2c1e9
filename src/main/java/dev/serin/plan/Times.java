package dev.serin.plan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instants as the status holds them: RFC 3339 in UTC, to the millisecond. */
final class Times {
    private Times() {}

    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static Optional<Instant> read(@Nullable String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }
}
