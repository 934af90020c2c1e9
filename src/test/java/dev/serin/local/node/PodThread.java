package dev.serin.local.node;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which all that concerns a pod happens, in turn; after each step it looks whether there is news. */
final class PodThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodThread.class);

    private final ScheduledThreadPoolExecutor executor;
    private final Runnable afterEach;

    PodThread(String name, Runnable afterEach) {
        this.executor =
                new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name(name).factory());
        this.executor.setRemoveOnCancelPolicy(true);
        this.afterEach = afterEach;
    }

    void run(Runnable step) {
        later(Duration.ZERO, step);
    }

    /** A step that comes after the thread was closed is dropped. */
    void later(Duration pause, Runnable step) {
        try {
            var unused = executor.schedule(() -> guarded(step), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.trace("the pod is gone");
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
            afterEach.run();
        } catch (RuntimeException e) {
            if (!executor.isShutdown()) {
                LOG.warn("{}: a step failed", Thread.currentThread().getName(), e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
