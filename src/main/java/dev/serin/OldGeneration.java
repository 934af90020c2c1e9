package dev.serin;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.management.NotificationEmitter;

/**
 * Keeps the heap near to what is in use. The serial collector lets the old generation grow up to its limit before it looks
 * through it for the first time, so that an operator of ten releases would come to hold as much as one of a thousand.
 */
final class OldGeneration {
    private static final long MIB = 1 << 20;
    /** What an operator needs that has nothing to do. */
    private static final long FIRST = 26 * MIB;
    /** Seldom enough: as much as a quarter of what is in use has to come first. */
    private static final double GROWTH = 1.25;

    private final MemoryPoolMXBean pool;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("old-generation").factory());

    private OldGeneration(MemoryPoolMXBean pool) {
        this.pool = pool;
    }

    /** Where there is one: other collectors have their own ways. */
    static void keep() {
        find().ifPresent(pool -> new OldGeneration(pool).begin());
    }

    private static Optional<MemoryPoolMXBean> find() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getType() == MemoryType.HEAP && pool.getName().equals("Tenured Gen"))
                .filter(MemoryPoolMXBean::isUsageThresholdSupported)
                .findFirst();
    }

    private void begin() {
        pool.setUsageThreshold(bounded(FIRST));
        ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
                .addNotificationListener(
                        (notification, unused) -> thread.execute(this::collect),
                        notification -> notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
                        null);
    }

    private void collect() {
        System.gc();
        pool.setUsageThreshold(bounded(next(pool.getUsage().getUsed())));
    }

    /** The usage to look at next, in bytes, when so much is in use for certain. */
    static long next(long inUse) {
        return Math.max(FIRST, (long) (inUse * GROWTH));
    }

    private long bounded(long bytes) {
        long most = pool.getUsage().getMax();
        return most < 0 ? bytes : Math.min(bytes, most);
    }
}
