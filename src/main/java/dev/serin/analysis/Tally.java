package dev.serin.analysis;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up one release's requests since its weights last changed, over all its proxies and their restarts. Counting
 * begins at the first look after the change.
 */
final class Tally {
    private final Map<String, Counts> last = new HashMap<>();
    private @Nullable String since;
    private Counts sum = Counts.NONE;

    /** Takes in what each proxy has counted by now; {@code weightsSince} tells one setting of weights from the next. */
    synchronized void take(String weightsSince, Map<String, Counts> byProxy) {
        boolean changed = !weightsSince.equals(since);
        if (changed) {
            since = weightsSince;
            sum = Counts.NONE;
        }
        byProxy.forEach((proxy, counts) -> {
            Counts before = last.put(proxy, counts);
            if (!changed) {
                sum = sum.plus(before == null ? counts : counts.since(before));
            }
        });
        last.keySet().retainAll(byProxy.keySet());
    }

    synchronized Counts sum(String weightsSince) {
        return weightsSince.equals(since) ? sum : Counts.NONE;
    }
}
