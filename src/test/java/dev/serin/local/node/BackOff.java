package dev.serin.local.node;

import java.time.Duration;

/** Pauses that double, from an initial one up to five minutes; ten good minutes start it anew. */
final class BackOff {
    private static final Duration MAX = Duration.ofMinutes(5);
    private static final Duration GOOD = Duration.ofMinutes(10);

    private final Duration initial;
    private int count;

    BackOff(Duration initial) {
        this.initial = initial;
    }

    /** The pause before a restart: none before the first. {@code ran}: how long it went well. */
    Duration afterRun(Duration ran) {
        if (ran.compareTo(GOOD) > 0) {
            count = 0;
        }
        return count++ == 0 ? Duration.ZERO : doubled(count - 2);
    }

    /** The pause before the next try of something that never went well. */
    Duration next() {
        return doubled(count++);
    }

    private Duration doubled(int times) {
        Duration pause = initial.multipliedBy(1L << Math.min(times, 10));
        return pause.compareTo(MAX) > 0 ? MAX : pause;
    }
}
