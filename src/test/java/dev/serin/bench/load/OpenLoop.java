package dev.serin.bench.load;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests at fixed times, whatever becomes of earlier ones. Each one's time counts from the moment at which it was due,
 * so that a stall is seen by all the requests that it would have met (no coordinated omission).
 */
public final class OpenLoop {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private OpenLoop() {}

    /** Latencies in microseconds, and how many failed. */
    public record Outcome(Histogram micros, long failed) {
        /** In milliseconds. */
        public double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    /** Sends so many per second for a time. Throws when answers are missing long after the end. */
    public static Outcome run(SocketAddress target, int connections, int perSecond, Duration time)
            throws InterruptedException {
        var micros = new ConcurrentHistogram(PATIENCE.toNanos() / 1000, 3);
        var failed = new AtomicLong();
        var open = new AtomicLong();
        try (var lines = new Connections(List.of(target), connections, (ok, canary) -> {})) {
            long period = Duration.ofSeconds(1).toNanos() / perSecond;
            long count = time.toNanos() / period;
            long start = System.nanoTime() + Duration.ofMillis(50).toNanos();
            for (long i = 0; i < count; i++) {
                long due = start + i * period;
                awaitTime(due);
                open.incrementAndGet();
                lines.call((int) (i % connections), "user-" + i, (ok, canary) -> {
                    micros.recordValue(Math.min((System.nanoTime() - due) / 1000, PATIENCE.toNanos() / 1000));
                    if (!ok) {
                        failed.incrementAndGet();
                    }
                    open.decrementAndGet();
                });
            }
            awaitNone(open);
        }
        return new Outcome(micros, failed.get());
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void awaitNone(AtomicLong open) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (open.get() > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(open.get() + " requests were never answered");
            }
            Thread.sleep(1);
        }
    }
}
