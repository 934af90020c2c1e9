package dev.serin.lead;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The roll call after leadership begins: which releases have been gone through at least once. A proxy that connects
 * before its release was gone through would be told nothing; one whose release is unknown would wait for ever.
 */
public final class Roll {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Set<ResourceID> done = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    /** Notes that a release was gone through. */
    public void done(ResourceID release) {
        if (done.add(release)) {
            lock.lock();
            try {
                more.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until all releases that there are have been gone through; asks anew, since some may go meanwhile. */
    public void await(Supplier<Set<ResourceID>> releases) throws InterruptedException {
        lock.lock();
        try {
            while (!done.containsAll(releases.get())) {
                more.awaitNanos(LOOK_AGAIN.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }
}
