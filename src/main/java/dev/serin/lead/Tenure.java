package dev.serin.lead;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * For how long this process may act as the leader, by the machine's monotonic clock, which goes on while the process is
 * stopped. It is certain of the lead until {@link #CERTAIN} after the beginning of its last renewal that succeeded; nobody
 * else may take the lease before it is {@link Election#DURATION} old.
 *
 * <p>A process that stood still may have lost the lease against the rules meanwhile. So whoever wants to act waits until the
 * lease was renewed once more when the {@link #pulse} was missing for {@link #STANDSTILL}. Safe for use by many threads.
 */
public final class Tenure {
    /** Three seconds less than the lease: for a request that is on its way, and for clocks that run differently. */
    static final Duration CERTAIN = Duration.ofSeconds(7);

    static final Duration PULSE = Duration.ofMillis(100);
    static final Duration STANDSTILL = Duration.ofMillis(400);

    private final LongSupplier nanos;
    private final Runnable ranOut;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Runnable onDoubt = () -> {};
    private boolean begun;
    private boolean ended;
    private boolean doubtful;
    private long renewed;
    private long pulsed;
    private long doubted;

    /** {@code ranOut} is called when somebody wants to act after the time has run out; it had best end the process. */
    public Tenure(LongSupplier nanos, Runnable ranOut) {
        this.nanos = nanos;
        this.ranOut = ranOut;
    }

    /**
     * Whether this process may write and push now. Waits while that is in doubt.
     *
     * @return false before the tenure begins, after its orderly end, and when it has run out
     */
    public boolean holds() {
        lock.lock();
        try {
            look();
            while (begun && !ended && doubtful && !isOver()) {
                news.awaitNanos(PULSE.toNanos());
            }
            if (begun && !ended && isOver()) {
                ranOut.run();
                return false;
            }
            return begun && !ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The lease is this process's by a request that it began at this time. */
    void renewed(long since) {
        lock.lock();
        try {
            if (!begun) {
                begun = true;
                pulsed = nanos.getAsLong();
            }
            renewed = since;
            doubtful &= since - doubted < 0;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The process runs. To be called each {@link #PULSE}. */
    void pulse() {
        lock.lock();
        try {
            look();
            pulsed = nanos.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody else may lead: nobody acts until the lease was renewed once more. */
    void doubt() {
        lock.lock();
        try {
            doubted = nanos.getAsLong();
            doubtful = true;
        } finally {
            lock.unlock();
        }
    }

    /** Hears when the lease has to be renewed at once, since this process stood still. */
    void onDoubt(Runnable listener) {
        onDoubt = listener;
    }

    /** An orderly end: from now on nobody acts. */
    void end() {
        lock.lock();
        try {
            ended = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        long now = nanos.getAsLong();
        if (begun && now - pulsed > STANDSTILL.toNanos()) {
            pulsed = now;
            doubted = now;
            doubtful = true;
            onDoubt.run();
        }
    }

    private boolean isOver() {
        return nanos.getAsLong() - renewed >= CERTAIN.toNanos();
    }
}
