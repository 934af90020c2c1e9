package dev.serin.analysis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at how attempts ended at the proxies of releases that are judged, each at its own interval, and tells after each
 * look. What it knows is lost with the process: counting then begins anew.
 */
public final class AnswerMeter<K> implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);

    /** How many proxies are asked at a time. */
    private static final int AT_A_TIME = 32;

    private final CounterReader reader;
    private final Map<K, Watched> watched = new ConcurrentHashMap<>();
    private final Semaphore turns = new Semaphore(AT_A_TIME);
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("answer-meter").factory());
    private volatile Consumer<K> listener = release -> {};

    private static final class Watched {
        final AttemptTally tally = new AttemptTally();
        final AtomicBoolean looking = new AtomicBoolean();
        volatile Duration interval;
        volatile List<String> proxies;
        /** By {@link System#nanoTime}; null before the first look. */
        volatile @Nullable Long lookedAt;

        Watched(Duration interval, List<String> proxies) {
            this.interval = interval;
            this.proxies = proxies;
        }

        boolean isDue() {
            Long at = lookedAt;
            return at == null || System.nanoTime() - at >= interval.toNanos();
        }
    }

    public AnswerMeter(CounterReader reader) {
        this.reader = reader;
    }

    /** Begins to look. */
    public void start(Consumer<K> onLook) {
        listener = onLook;
        var unused = timer.scheduleWithFixedDelay(this::look, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches a release's proxies, by their addresses, from now on or still. */
    public void watch(K release, Duration interval, List<String> proxies) {
        Watched one = watched.computeIfAbsent(release, key -> new Watched(interval, proxies));
        one.interval = interval;
        one.proxies = List.copyOf(proxies);
    }

    public void forget(K release) {
        watched.remove(release);
    }

    /** What was seen since the release has been watched; empty while it is not. */
    public Optional<AnswersSeen> seen(K release) {
        return Optional.ofNullable(watched.get(release)).map(one -> one.tally.seen());
    }

    private void look() {
        watched.forEach((release, one) -> {
            if (one.isDue() && one.looking.compareAndSet(false, true)) {
                var unused = readers.submit(() -> {
                    try {
                        look(one);
                    } finally {
                        one.looking.set(false);
                    }
                    listener.accept(release);
                });
            }
        });
    }

    private void look(Watched one) {
        List<String> proxies = one.proxies;
        long now = System.nanoTime();
        Long before = one.lookedAt;
        Map<String, Attempts> byProxy = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String proxy : proxies) {
                var unused = threads.submit(() -> {
                    turns.acquireUninterruptibly();
                    try {
                        reader.attempts(proxy).ifPresent(attempts -> byProxy.put(proxy, attempts));
                    } finally {
                        turns.release();
                    }
                });
            }
        }
        one.tally.take(byProxy, Set.copyOf(proxies), before == null ? null : Duration.ofNanos(now - before));
        one.lookedAt = now;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        readers.shutdownNow();
    }
}
