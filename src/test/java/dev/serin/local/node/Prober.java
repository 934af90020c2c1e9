package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Repeats one probe on a thread of its own, and tells each change of the verdict, by the probe's thresholds. With an
 * eager pause it looks more often until it has passed once, so that a pod is ready as soon as its program is; failures
 * still count once in a period only.
 */
final class Prober implements AutoCloseable {
    private final Check check;
    private final Duration initialDelay;
    private final Duration period;
    private final Duration timeout;
    private final int successThreshold;
    private final int failureThreshold;
    private final Duration eager;
    private final Consumer<Boolean> verdicts;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Prober(Probe probe, Check check, Duration eager, Consumer<Boolean> verdicts) {
        this.check = check;
        this.initialDelay = Duration.ofSeconds(or(probe.getInitialDelaySeconds(), 0));
        this.period = Duration.ofSeconds(or(probe.getPeriodSeconds(), 10));
        this.timeout = Duration.ofSeconds(or(probe.getTimeoutSeconds(), 1));
        this.successThreshold = or(probe.getSuccessThreshold(), 1);
        this.failureThreshold = or(probe.getFailureThreshold(), 3);
        this.eager = eager;
        this.verdicts = verdicts;
    }

    /** {@code eager}: zero to keep to the period from the beginning. */
    static Prober start(Probe probe, Check check, Duration eager, Consumer<Boolean> verdicts) {
        Prober prober = new Prober(probe, check, eager, verdicts);
        Thread.ofVirtual().name("prober").start(prober::run);
        return prober;
    }

    private void run() {
        try {
            if (!closed.await(initialDelay.toMillis(), TimeUnit.MILLISECONDS)) {
                loop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() throws InterruptedException {
        int successes = 0;
        int failures = 0;
        boolean passedOnce = false;
        long nextFailureCounts = System.nanoTime();
        Boolean verdict = null;
        do {
            if (passes()) {
                failures = 0;
                passedOnce = true;
                successes++;
                verdict = successes >= successThreshold ? tell(verdict, true) : verdict;
            } else if (passedOnce || System.nanoTime() - nextFailureCounts >= 0) {
                successes = 0;
                failures++;
                nextFailureCounts = System.nanoTime() + period.toNanos();
                verdict = failures >= failureThreshold ? tell(verdict, false) : verdict;
            }
        } while (!closed.await(pause(passedOnce).toMillis(), TimeUnit.MILLISECONDS));
    }

    private Boolean tell(@Nullable Boolean before, boolean now) {
        if ((before == null || before != now) && closed.getCount() > 0) {
            verdicts.accept(now);
        }
        return now;
    }

    private boolean passes() throws InterruptedException {
        try {
            return check.passes(timeout);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private Duration pause(boolean passedOnce) {
        return passedOnce || eager.isZero() || eager.compareTo(period) > 0 ? period : eager;
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null || value == 0 ? otherwise : value;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
