package dev.serin.analysis;

import java.util.Map;
import java.util.stream.Stream;

/**
 * What proxies did since one moment.
 *
 * @param proxies by their addresses, those that are gone meanwhile too
 */
public record Measurement(Map<String, Proxy> proxies) {
    public static final Measurement NONE = new Measurement(Map.of());

    public Measurement {
        proxies = Map.copyOf(proxies);
    }

    /**
     * One proxy.
     *
     * @param runs how many processes it was: one more than it was started anew
     */
    public record Proxy(Counts counts, int runs) {
        static final Proxy UNSEEN = new Proxy(Counts.NONE, 1);
    }

    /** Over all proxies. */
    public Counts total() {
        return counts().reduce(Counts.NONE, Counts::plus);
    }

    private Stream<Counts> counts() {
        return proxies.values().stream().map(Proxy::counts);
    }
}
