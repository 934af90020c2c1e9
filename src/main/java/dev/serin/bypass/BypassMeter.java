package dev.serin.bypass;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Counts, for all watched releases, the connections to pods that come from no proxy. One counts that is there at two looks
 * in a row, so that probes and the meter itself do not. Tells when a look has found something new.
 */
public final class BypassMeter<K> implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Sockets sockets;
    private final Clock clock;
    private final Map<K, Watched> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bypass-meter").factory());
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Consumer<K> listener = release -> {};

    public BypassMeter(Sockets sockets, Clock clock) {
        this.sockets = sockets;
        this.clock = clock;
    }

    /** One release; what a pod told lives as long as it is watched. */
    private static final class Watched {
        private volatile List<Pod> pods = List.of();
        private volatile Set<String> proxies = Set.of();
        private volatile Optional<Counted> counted = Optional.empty();
        private final Map<Pod, Told> told = new ConcurrentHashMap<>();
        private final AtomicBoolean looking = new AtomicBoolean();
    }

    /** A pod's sockets by their ids at a look; how many of the look before are still there and are no proxy's. */
    private record Told(Map<Long, String> sockets, Optional<Integer> bypassing, boolean answers) {
        static final Told NOTHING = new Told(Map.of(), Optional.empty(), false);
    }

    /** Begins to look. */
    public void start(Consumer<K> onNews) {
        listener = onNews;
        var unused = timer.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches a release's pods; {@code proxies}: addresses whose connections do not count. */
    public void watch(K release, List<Pod> pods, Set<String> proxies) {
        Watched one = watched.computeIfAbsent(release, key -> new Watched());
        one.pods = List.copyOf(pods);
        one.proxies = Set.copyOf(proxies);
        one.told.keySet().retainAll(new HashSet<>(pods));
    }

    public void forget(K release) {
        watched.remove(release);
    }

    /** What was counted last; empty before two looks. */
    public Optional<Counted> counted(K release) {
        return Optional.ofNullable(watched.get(release)).flatMap(one -> one.counted);
    }

    private void look() {
        watched.forEach((release, one) -> {
            if (!one.pods.isEmpty() && one.looking.compareAndSet(false, true)) {
                look(release, one);
            }
        });
    }

    private void look(K release, Watched one) {
        Instant at = clock.instant();
        List<Pod> pods = one.pods;
        AtomicInteger open = new AtomicInteger(pods.size());
        pods.forEach(pod -> askers.execute(() -> {
            try {
                one.told.put(pod, ask(pod, one));
            } finally {
                if (open.decrementAndGet() == 0) {
                    one.told.keySet().retainAll(new HashSet<>(one.pods));
                    one.looking.set(false);
                    count(release, one, pods, at);
                }
            }
        }));
    }

    private Told ask(Pod pod, Watched one) {
        Told before = one.told.getOrDefault(pod, Told.NOTHING);
        Optional<Map<Long, String>> now = sockets.of(pod.address(), pod.port(), before.sockets());
        return now.map(all -> new Told(
                        all,
                        before.answers()
                                ? Optional.of((int) all.entrySet().stream()
                                        .filter(socket -> before.sockets().containsKey(socket.getKey()))
                                        .filter(socket -> !isOwn(socket.getValue(), pod, one))
                                        .count())
                                : Optional.empty(),
                        true))
                .orElse(Told.NOTHING);
    }

    /** A proxy's, or one from within the pod. */
    private static boolean isOwn(String remote, Pod pod, Watched one) {
        return remote.isEmpty() || one.proxies.contains(remote) || remote.equals(pod.address());
    }

    private void count(K release, Watched one, List<Pod> pods, Instant at) {
        List<Told> told = pods.stream()
                .map(pod -> one.told.getOrDefault(pod, Told.NOTHING))
                .toList();
        boolean all = told.stream().allMatch(Told::answers);
        boolean twice = told.stream().allMatch(each -> each.bypassing().isPresent());
        if (all && !twice) {
            return; // Some are asked for the first time.
        }
        Optional<Integer> sum = all
                ? Optional.of(told.stream()
                        .mapToInt(each -> each.bypassing().orElse(0))
                        .sum())
                : Optional.empty();
        boolean news =
                one.counted.map(Counted::connections).filter(sum::equals).isEmpty() || sum.equals(Optional.of(0));
        one.counted = Optional.of(new Counted(sum, at));
        if (news) {
            listener.accept(release);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        askers.shutdownNow();
    }
}
