package dev.serin.xds;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each peer that is not let in and why; who goes on trying is not told of again for a minute. */
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long AGAIN = Duration.ofMinutes(1).toNanos();
    private static final int REMEMBERED = 1000;

    private final LongAdder count = new LongAdder();
    /** When each was told of, oldest first. */
    private final Map<String, Long> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    void refused(@Nullable SocketAddress peer, String why) {
        count.increment();
        String host = peer instanceof InetSocketAddress address ? address.getHostString() : String.valueOf(peer);
        if (isNews(host + " " + why)) {
            log.warn("xDS: {} is refused: {}", host, why);
        }
    }

    /** How many were refused so far. */
    long count() {
        return count.sum();
    }

    private synchronized boolean isNews(String line) {
        long now = System.nanoTime();
        Long before = told.get(line);
        if (before != null && now - before < AGAIN) {
            return false;
        }
        told.remove(line);
        told.put(line, now);
        return true;
    }
}
