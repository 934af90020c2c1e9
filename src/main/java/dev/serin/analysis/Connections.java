package dev.serin.analysis;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's connections from clients.
 *
 * @param active how many are open
 * @param sent how many were closed because their clients were told to re-dial, since the proxy started
 * @param inFlight what has begun and not ended
 * @param at when the proxy was asked
 */
public record Connections(long active, long sent, InFlight inFlight, Instant at) {
    /** Selects the counters at the proxy. */
    static final String FILTER = "^http\\.traffic\\.downstream_cx_(active|drain_close)$|" + InFlight.FILTER;

    private static final Pattern LINE =
            Pattern.compile("^http\\.traffic\\.downstream_cx_(active|drain_close): (\\d+)$", Pattern.MULTILINE);

    /** A proxy that has no listener yet has no counters. */
    static Connections parse(String text, Instant at) {
        long active = 0;
        long sent = 0;
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            if (line.group(1).equals("active")) {
                active = Long.parseLong(line.group(2));
            } else {
                sent = Long.parseLong(line.group(2));
            }
        }
        return new Connections(active, sent, InFlight.parse(text), at);
    }

    boolean isLike(@Nullable Connections other) {
        return other != null && active == other.active && sent == other.sent;
    }
}
