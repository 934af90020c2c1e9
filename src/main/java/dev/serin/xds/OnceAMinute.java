package dev.serin.xds;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which of many like things are told of in the log: of each one the first, and then one a minute. Whoever causes them must not
 * be able to fill it. Safe for use by many threads.
 */
final class OnceAMinute {
    private static final long AGAIN = Duration.ofMinutes(1).toNanos();
    /** More than these in a minute are not told of. */
    private static final int REMEMBERED = 1000;

    private final LongSupplier nanos;
    /** The one that was told of first in front. */
    private final Map<String, Told> told = new LinkedHashMap<>();

    /** When something was told of, and how often it came since. */
    private record Told(long at, long since) {}

    OnceAMinute(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How often it came since it was last told of, with this time; 0 when that was within the minute. */
    synchronized long due(String what) {
        long now = nanos.getAsLong();
        Told before = told.get(what);
        if (before != null && now - before.at() < AGAIN) {
            told.put(what, new Told(before.at(), before.since() + 1));
            return 0;
        }
        told.remove(what);
        if (told.size() >= REMEMBERED) {
            var eldest = told.entrySet().iterator();
            if (now - eldest.next().getValue().at() < AGAIN) {
                return 0;
            }
            eldest.remove();
        }
        told.put(what, new Told(now, 0));
        return before == null ? 1 : before.since() + 1;
    }

    /** The count in words, for the end of a line. */
    static String times(long due) {
        return due == 1 ? "" : " (" + due + " times since it was last told of)";
    }
}
