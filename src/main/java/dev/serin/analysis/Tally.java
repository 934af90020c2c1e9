package dev.serin.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up one release's requests since its weights last changed, over all its proxies and their restarts. Counting
 * begins at the first look after the change.
 */
final class Tally {
    private final Map<String, Reading> last = new HashMap<>();
    private final Map<String, Measurement.Proxy> sums = new HashMap<>();
    private @Nullable String since;

    /**
     * Takes in what proxies have counted by now, by their addresses. {@code weightsSince} tells one setting of weights
     * from the next, {@code all} are the addresses of all proxies there are: one that could not be read now may be
     * again later.
     */
    synchronized void take(String weightsSince, Map<String, Reading> byProxy, Set<String> all) {
        boolean changed = !weightsSince.equals(since);
        if (changed) {
            since = weightsSince;
            sums.clear();
        }
        byProxy.forEach((proxy, reading) -> {
            Reading before = last.put(proxy, reading);
            if (!changed) {
                sums.merge(proxy, step(before, reading), Tally::add);
            }
        });
        last.keySet().retainAll(all);
    }

    private static Measurement.Proxy step(@Nullable Reading before, Reading now) {
        if (before == null || now.isAnewAfter(before)) {
            return new Measurement.Proxy(now.counts(), 1);
        }
        return new Measurement.Proxy(now.counts().minus(before.counts()), 0);
    }

    private static Measurement.Proxy add(Measurement.Proxy one, Measurement.Proxy other) {
        return new Measurement.Proxy(one.counts().plus(other.counts()), one.runs() + other.runs());
    }

    synchronized Measurement measured(String weightsSince) {
        return weightsSince.equals(since) ? new Measurement(sums) : Measurement.NONE;
    }
}
