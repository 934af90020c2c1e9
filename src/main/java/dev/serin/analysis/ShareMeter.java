package dev.serin.analysis;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the counters of all watched releases' proxies from time to time, and tells when there is something new.
 * What it knows is lost with the process: counting then begins anew.
 */
public final class ShareMeter<K> implements AutoCloseable {
    private final CounterReader reader;
    private final Map<K, Watched> watched = new ConcurrentHashMap<>();
    private final Map<K, Tally> tallies = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("share-meter").factory());
    private volatile Consumer<K> listener = release -> {};

    /** Between a proxy's confirmation and its last worker's turn to it there is a moment. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** How many proxies are asked at a time. */
    private static final int AT_A_TIME = 32;

    /** {@code confirmedAt}: when all proxies had confirmed the weights, by {@link System#nanoTime}. */
    private record Watched(String since, List<String> proxies, OptionalLong confirmedAt) {
        boolean isSettled() {
            return confirmedAt.isPresent() && System.nanoTime() - confirmedAt.getAsLong() >= SETTLING.toNanos();
        }
    }

    public ShareMeter(CounterReader reader) {
        this.reader = reader;
    }

    /** Begins to look, again after each interval. */
    public void start(Duration interval, Consumer<K> onNews) {
        listener = onNews;
        var unused = timer.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Watches a release's proxies, by their addresses; {@code since} names the setting of weights to count for.
     * Counting begins when all have confirmed them once.
     */
    public void watch(K release, String since, List<String> proxies, boolean confirmed) {
        watched.compute(release, (key, before) -> {
            OptionalLong begun =
                    before != null && before.since.equals(since) ? before.confirmedAt : OptionalLong.empty();
            OptionalLong now = confirmed ? OptionalLong.of(System.nanoTime()) : OptionalLong.empty();
            return new Watched(since, List.copyOf(proxies), begun.isPresent() ? begun : now);
        });
    }

    public void forget(K release) {
        watched.remove(release);
        tallies.remove(release);
    }

    /** What has been counted for this setting of weights. */
    public Measurement measured(K release, String since) {
        Tally tally = tallies.get(release);
        return tally == null ? Measurement.NONE : tally.measured(since);
    }

    private void look() {
        var turns = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            watched.forEach((release, each) -> {
                if (each.isSettled()) {
                    turns.acquireUninterruptibly();
                    var unused = threads.submit(() -> {
                        try {
                            look(release, each);
                        } finally {
                            turns.release();
                        }
                    });
                }
            });
        }
    }

    private void look(K release, Watched each) {
        Map<String, Reading> byProxy = new HashMap<>();
        each.proxies().forEach(proxy -> reader.read(proxy).ifPresent(reading -> byProxy.put(proxy, reading)));
        Tally tally = tallies.computeIfAbsent(release, key -> new Tally());
        Measurement before = tally.measured(each.since());
        tally.take(each.since(), byProxy, Set.copyOf(each.proxies()));
        if (!tally.measured(each.since()).equals(before)) {
            listener.accept(release);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
