package dev.serin.lead;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lease as this process has seen it. It expires when it stays unchanged for its whole duration by this process's own
 * clock, whatever time its holder wrote into it: clocks of machines differ.
 *
 * @param holder who leads; empty: nobody
 * @param version the lease's resource version, without which it is not written; empty: there is none
 * @param duration for how long it holds without being renewed
 * @param since when it was first seen so, in nanoseconds of the monotonic clock
 */
record Seen(String holder, String version, Duration duration, long since) {
    /** There is no lease, and none is known to have been. */
    static Seen none(long now) {
        return new Seen("", "", Duration.ZERO, now);
    }

    static Seen of(Lease lease, long now) {
        Optional<Integer> seconds = Optional.ofNullable(lease.getSpec().getLeaseDurationSeconds());
        return new Seen(
                text(lease.getSpec().getHolderIdentity()),
                text(lease.getMetadata().getResourceVersion()),
                seconds.map(Duration::ofSeconds).orElse(Election.DURATION),
                now);
    }

    /** Somebody deleted it: its holder goes on until it notices, so that it counts as held for as long as before. */
    Seen gone(long now) {
        return new Seen(holder, "", duration, now);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
