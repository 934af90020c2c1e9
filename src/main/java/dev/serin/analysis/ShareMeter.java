package dev.serin.analysis;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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

    private record Watched(String since, List<String> proxies) {}

    public ShareMeter(CounterReader reader) {
        this.reader = reader;
    }

    /** Begins to look, again after each interval. */
    public void start(Duration interval, Consumer<K> onNews) {
        listener = onNews;
        var unused = timer.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches a release's proxies, by their addresses; {@code since} names the setting of weights to count for. */
    public void watch(K release, String since, List<String> proxies) {
        watched.put(release, new Watched(since, List.copyOf(proxies)));
    }

    public void forget(K release) {
        watched.remove(release);
        tallies.remove(release);
    }

    /** What has been counted for this setting of weights. */
    public Counts counts(K release, String since) {
        Tally tally = tallies.get(release);
        return tally == null ? Counts.NONE : tally.sum(since);
    }

    private void look() {
        watched.forEach((release, each) -> {
            Map<String, Counts> byProxy = new HashMap<>();
            each.proxies().forEach(proxy -> reader.read(proxy).ifPresent(counts -> byProxy.put(proxy, counts)));
            Tally tally = tallies.computeIfAbsent(release, key -> new Tally());
            Counts before = tally.sum(each.since());
            tally.take(each.since(), byProxy);
            if (!tally.sum(each.since()).equals(before)) {
                listener.accept(release);
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
