package dev.serin.plan;

import dev.serin.api.v1alpha1.RebalanceStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How connections are spread over the ready proxies, if each has been measured since a given time.
 *
 * @param proxies the ready ones, fullest first
 */
record Spread(List<ProxyFacts> proxies, boolean isMeasured) {
    /** Into so many groups a proxy divides its connections; see {@code dev.serin.xds.ConnectionGroups}. */
    static final int GROUPS = 10;

    /** The most that the fullest may have, in relation to the mean. */
    private static final double EVEN = 1.25;

    static Spread of(Observed observed, Instant since) {
        List<ProxyFacts> ready =
                observed.readyProxies().stream().sorted(Rebalancer.FULLEST).toList();
        boolean measured = !ready.isEmpty()
                && ready.stream()
                        .allMatch(proxy -> proxy.connections()
                                .filter(seen -> !seen.at().isBefore(since))
                                .isPresent());
        return new Spread(ready, measured);
    }

    long total() {
        return proxies.stream().mapToLong(Spread::active).sum();
    }

    /** Also when no proxy has a whole connection more than the mean: it cannot be more even. */
    boolean isEven() {
        return most() <= EVEN * mean() || most() < mean() + 1;
    }

    State state() {
        return total() == 0 ? State.NoConnections : isEven() ? State.Spread : State.Uneven;
    }

    @Nullable
    String maxToMean() {
        return total() == 0 ? null : String.format(Locale.ROOT, "%.2f", most() / mean());
    }

    /**
     * How many groups of connections proxies have to send away to come down to the mean, for a quarter of them at a time
     * and the fullest first: if each of n proxies gets an nth of what is sent away, the sender itself included, that is
     * surplus × n / (n − 1) connections.
     */
    Map<String, Integer> surplus() {
        return proxies.stream()
                .limit(atATime())
                .filter(proxy -> active(proxy) > mean())
                .collect(Collectors.toMap(ProxyFacts::pod, this::surplus));
    }

    /** So many that the clients of one find others that have had their turn or not yet. */
    int atATime() {
        return (proxies.size() + 3) / 4;
    }

    private int surplus(ProxyFacts proxy) {
        double n = proxies.size();
        double away = (active(proxy) - mean()) * n / (n - 1);
        return Math.clamp(Math.round(GROUPS * away / active(proxy)), 1, GROUPS);
    }

    private double mean() {
        return (double) total() / Math.max(1, proxies.size());
    }

    private long most() {
        return proxies.isEmpty() ? 0 : active(proxies.getFirst());
    }

    private static long active(ProxyFacts proxy) {
        return proxy.connections().map(ProxyFacts.Connections::active).orElse(0L);
    }
}
