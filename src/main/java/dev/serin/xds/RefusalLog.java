package dev.serin.xds;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a minute for each address that is not let in, with why and how often since its last line: whoever reaches the
 * port must not be able to fill the log, nor to write what it likes into it.
 */
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long AGAIN = Duration.ofMinutes(1).toNanos();
    /** More addresses than these in a minute are counted, and not told of. */
    private static final int REMEMBERED = 1000;

    private static final int LENGTH = 500;

    private final LongSupplier nanos;
    private final LongAdder count = new LongAdder();
    /** By address, the one that was told of first in front. */
    private final Map<String, Told> told = new LinkedHashMap<>();

    /** When an address was told of, and how often it was refused since. */
    private record Told(long at, long since) {}

    RefusalLog() {
        this(System::nanoTime);
    }

    RefusalLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void refused(@Nullable SocketAddress peer, String why) {
        count.increment();
        String host = peer instanceof InetSocketAddress address ? address.getHostString() : String.valueOf(peer);
        long before = news(host);
        if (before > 0) {
            log.warn(
                    "xDS: {} is refused: {}{}",
                    host,
                    Printable.of(why, LENGTH),
                    before == 1 ? "" : " (" + before + " times since it was last told of)");
        }
    }

    /** How many were refused so far. */
    long count() {
        return count.sum();
    }

    /** How often this address was refused since it was told of; 0 when that was within the minute. */
    private synchronized long news(String host) {
        long now = nanos.getAsLong();
        Told before = told.get(host);
        if (before != null && now - before.at() < AGAIN) {
            told.put(host, new Told(before.at(), before.since() + 1));
            return 0;
        }
        told.remove(host);
        if (told.size() >= REMEMBERED) {
            var eldest = told.entrySet().iterator();
            if (now - eldest.next().getValue().at() < AGAIN) {
                return 0;
            }
            eldest.remove();
        }
        told.put(host, new Told(now, 0));
        return before == null ? 1 : before.since() + 1;
    }
}
