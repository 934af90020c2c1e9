package dev.serin.content;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the ConfigMaps and Secrets contain that releases depend on. They are asked for by their names, from time to time,
 * and neither listed nor watched, so that the operator needs no right to see all that there are. Tells when one changed.
 */
public final class Contents<K> implements AutoCloseable {
    /** How often each is asked for, and how often while a rollout reads it. */
    private static final Duration SELDOM = Duration.ofSeconds(15);

    private static final Duration OFTEN = Duration.ofSeconds(3);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int AT_A_TIME = 16;

    private final Reader reader;
    private final Map<Key, Known> known = new ConcurrentHashMap<>();
    private final Map<K, Watched> watched = new ConcurrentHashMap<>();
    private final Semaphore turns = new Semaphore(AT_A_TIME);
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("contents").factory());
    private volatile Consumer<K> listener = release -> {};
    private volatile long sweptAt = System.nanoTime();

    private record Key(String namespace, Source source) {}

    /** What a release depends on, when it is asked for next, and what was told of it last. */
    private static final class Watched {
        private final String occasion;
        private final Map<Source, Known> sources;
        private final boolean often;
        private volatile long due;
        private volatile Present told = Present.NOTHING;

        Watched(String occasion, Map<Source, Known> sources, boolean often, long due) {
            this.occasion = occasion;
            this.sources = sources;
            this.often = often;
            this.due = due;
        }
    }

    public Contents(KubernetesClient client) {
        reader = new Reader(client);
    }

    /** Begins to ask; {@code onNews} hears of each release for which something is another than it was told. */
    public void start(Consumer<K> onNews) {
        listener = onNews;
        var unused = timer.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * What these contain, which are watched from now on. They are read at once when this is another occasion than the
     * last, such as another pod template: they may have been changed together with it.
     */
    public Present look(K release, String namespace, String occasion, Collection<Source> sources, boolean often) {
        if (sources.isEmpty()) {
            forget(release);
            return Present.NOTHING;
        }
        Watched before = watched.get(release);
        boolean anew = before == null || !before.occasion.equals(occasion);
        boolean same = before != null
                && before.often == often
                && before.sources.keySet().equals(Set.copyOf(sources));
        Watched one = before == null || anew || !same ? watched(release, namespace, occasion, sources, often) : before;
        long now = System.nanoTime();
        one.sources.values().stream()
                .filter(each -> anew || (each.seen().isEmpty() && each.trouble().isEmpty()))
                .forEach(each -> each.read(reader, now));
        one.told = Present.of(one.sources);
        watched.put(release, one);
        return one.told;
    }

    /** What these contain, which are not watched because of that. */
    public Present once(String namespace, Collection<Source> sources) {
        Map<Source, Known> all = new HashMap<>();
        long now = System.nanoTime();
        sources.forEach(source -> {
            Known one = known.getOrDefault(new Key(namespace, source), new Known(namespace, source));
            one.read(reader, now);
            all.put(source, one);
        });
        return Present.of(all);
    }

    private Watched watched(K release, String namespace, String occasion, Collection<Source> sources, boolean often) {
        Map<Source, Known> all = new HashMap<>();
        sources.forEach(source -> all.put(
                source,
                known.computeIfAbsent(new Key(namespace, source), key -> new Known(key.namespace(), key.source()))));
        // Releases that begin together, as when the operator starts, do not ask together.
        long first = Math.floorMod(release.hashCode(), interval(often).toMillis());
        return new Watched(
                occasion,
                all,
                often,
                System.nanoTime() + Duration.ofMillis(first).toNanos());
    }

    public void forget(K release) {
        watched.remove(release);
    }

    private void tick() {
        long now = System.nanoTime();
        watched.forEach((release, one) -> {
            if (one.due - now <= 0) {
                one.due = now + interval(one.often).toNanos();
                readers.execute(() -> ask(release, one));
            }
        });
        if (now - sweptAt > SELDOM.toNanos()) {
            sweptAt = now;
            Set<Known> used = new HashSet<>();
            watched.values().forEach(one -> used.addAll(one.sources.values()));
            known.values().retainAll(used);
        }
    }

    private void ask(K release, Watched one) {
        turns.acquireUninterruptibly();
        try {
            // What another release has asked for a moment ago is not asked for again.
            long since = System.nanoTime() - interval(one.often).toNanos() / 2;
            one.sources.values().stream()
                    .filter(each -> each.seen().filter(Known.Seen::immutable).isEmpty())
                    .forEach(each -> each.read(reader, since));
            if (!Present.of(one.sources).equals(one.told)) {
                listener.accept(release);
            }
        } finally {
            turns.release();
        }
    }

    private static Duration interval(boolean often) {
        return often ? OFTEN : SELDOM;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        readers.shutdownNow();
    }
}
