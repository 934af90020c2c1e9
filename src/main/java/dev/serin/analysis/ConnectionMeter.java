package dev.serin.analysis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Counts the connections that clients have open to all watched releases' proxies: seldom as a rule, several times a
 * second while connections are being moved, and at once when a proxy is added. Tells when a look is done.
 */
public final class ConnectionMeter<K> implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofMillis(250);
    private static final Duration SELDOM = Duration.ofSeconds(15);

    private final CounterReader reader;
    private final Clock clock;
    private final Map<K, Watched> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("connection-meter").factory());
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Consumer<K> listener = release -> {};

    public ConnectionMeter(CounterReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** One release; what was counted lives as long as its proxy is watched. */
    private static final class Watched {
        private volatile Map<String, String> proxies = Map.of();
        private volatile boolean often;
        private volatile Instant lookedAt = Instant.MIN;
        private final Map<String, Connections> counted = new ConcurrentHashMap<>();
        private final AtomicBoolean looking = new AtomicBoolean();
    }

    /** Begins to look. */
    public void start(Consumer<K> onNews) {
        listener = onNews;
        var unused =
                timer.scheduleWithFixedDelay(this::look, OFTEN.toMillis(), OFTEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches a release's proxies: their addresses by their names. */
    public void watch(K release, Map<String, String> proxies, boolean often) {
        Watched one = watched.computeIfAbsent(release, key -> new Watched());
        one.proxies = Map.copyOf(proxies);
        one.often = often;
        one.counted.keySet().retainAll(proxies.keySet());
    }

    public void forget(K release) {
        watched.remove(release);
    }

    /** What has been counted last, by the proxies' names. */
    public Map<String, Connections> connections(K release) {
        Watched one = watched.get(release);
        return one == null ? Map.of() : Map.copyOf(one.counted);
    }

    private void look() {
        Instant now = clock.instant();
        watched.forEach((release, one) -> {
            boolean news = !one.counted.keySet().equals(one.proxies.keySet());
            boolean due = one.often || news || !one.lookedAt.plus(SELDOM).isAfter(now);
            if (due && !one.proxies.isEmpty() && one.looking.compareAndSet(false, true)) {
                one.lookedAt = now;
                look(release, one);
            }
        });
    }

    private void look(K release, Watched one) {
        Map<String, String> proxies = one.proxies;
        Map<String, Connections> before = Map.copyOf(one.counted);
        AtomicInteger open = new AtomicInteger(proxies.size());
        proxies.forEach((name, address) -> readers.execute(() -> {
            try {
                Instant at = clock.instant();
                reader.connections(address, at).ifPresent(counts -> one.counted.put(name, counts));
            } finally {
                if (open.decrementAndGet() == 0) {
                    one.counted.keySet().retainAll(one.proxies.keySet());
                    one.looking.set(false);
                    tell(release, one, before);
                }
            }
        }));
    }

    /** While connections are being moved, that nothing moved is news too. */
    private void tell(K release, Watched one, Map<String, Connections> before) {
        boolean same = before.keySet().equals(one.counted.keySet())
                && before.entrySet().stream().allMatch(each -> each.getValue().isLike(one.counted.get(each.getKey())));
        if (one.often || !same) {
            listener.accept(release);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        readers.shutdownNow();
    }
}
