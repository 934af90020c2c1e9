package dev.serin.samples;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The faults that a sample server is told to have: failing calls, evenly spread, a delay, and a crash. */
final class Faults {
    private final ServerOptions options;
    private final AtomicLong calls = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    Faults(ServerOptions options) {
        this.options = options;
    }

    /** Ends the process with exit code 3, without farewell, when the time for it has come. */
    void armCrash() {
        if (options.crashAfter().isPositive()) {
            var unused = timer.schedule(
                    () -> Runtime.getRuntime().halt(3), options.crashAfter().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whether the next call fails: exactly the share that was asked for, at any point to within one call. */
    boolean nextFails() {
        long n = calls.getAndIncrement();
        double share = options.failPercent() / 100;
        return Math.floor((n + 1) * share) > Math.floor(n * share);
    }

    /** Runs an answer after the delay, without holding a thread meanwhile. */
    void afterDelay(Runnable answer) {
        later(options.delay(), answer);
    }

    void later(Duration delay, Runnable work) {
        if (delay.isPositive()) {
            var unused = timer.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            work.run();
        }
    }
}
