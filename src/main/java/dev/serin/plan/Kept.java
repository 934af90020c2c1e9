package dev.serin.plan;

import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.GoDuration;
import java.time.Instant;
import java.util.Optional;

/** A canary that was sent back and is kept to be looked at. */
public final class Kept {
    private Kept() {}

    /** Until when; empty where it is not, or no more. Another template ends it, and so does a retry. */
    public static Optional<Instant> until(Observed observed, Instant now) {
        return Optional.ofNullable(observed.status().failure())
                .filter(failure -> !observed.deleting())
                .filter(failure -> failure.revision().equals(observed.status().canaryRevision()))
                .filter(failure -> failure.revision().equals(observed.canary().revision()))
                .map(failure -> end(observed, failure))
                .filter(end -> end.isAfter(now));
    }

    /** When it goes, as words tell it. */
    public static Instant end(Observed observed, Failure failure) {
        return Instant.parse(failure.at()).plus(GoDuration.parse(observed.spec().keptFor()));
    }
}
