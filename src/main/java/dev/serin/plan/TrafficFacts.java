package dev.serin.plan;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What proxies were seen to do with requests since they all confirmed the present weights.
 *
 * @param proxies one by one, those that are gone meanwhile too
 */
public record TrafficFacts(List<Proxy> proxies) {
    public static final TrafficFacts NONE = new TrafficFacts(List.of());

    public TrafficFacts {
        proxies = proxies.stream().sorted(Comparator.comparing(Proxy::name)).toList();
    }

    /**
     * One proxy.
     *
     * @param name its address
     * @param runs how many processes it was: one more than it was started anew
     * @param requests how many the split chose a version for
     * @param canary how many of those went to canary
     * @param matched how many went to canary by a match
     * @param mirrored how many copies went to canary
     * @param rescued how many of canary's stable was asked for again
     * @param fallback for how many the exact split failed to choose
     * @param retries how many attempts went to another pod of the same version
     */
    public record Proxy(
            String name,
            int runs,
            long requests,
            long canary,
            long matched,
            long mirrored,
            long rescued,
            long fallback,
            long retries) {}

    /** How many requests the split chose a version for. */
    public long requests() {
        return sum(Proxy::requests);
    }

    /** How many of those went to canary. */
    public long canary() {
        return sum(Proxy::canary);
    }

    /** Over all proxies. */
    public long sum(ToLongFunction<Proxy> what) {
        return proxies.stream().mapToLong(what).sum();
    }
}
