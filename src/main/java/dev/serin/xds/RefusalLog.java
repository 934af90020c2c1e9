package dev.serin.xds;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
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
    private static final int LENGTH = 500;

    private final LongAdder count = new LongAdder();
    private final OnceAMinute addresses;

    RefusalLog() {
        this(System::nanoTime);
    }

    RefusalLog(LongSupplier nanos) {
        addresses = new OnceAMinute(nanos);
    }

    void refused(@Nullable SocketAddress peer, String why) {
        count.increment();
        String host = peer instanceof InetSocketAddress address ? address.getHostString() : String.valueOf(peer);
        long due = addresses.due(host);
        if (due > 0) {
            log.warn("xDS: {} is refused: {}{}", host, Printable.of(why, LENGTH), OnceAMinute.times(due));
        }
    }

    /** How many were refused so far. */
    long count() {
        return count.sum();
    }
}
