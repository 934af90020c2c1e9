package dev.serin.analysis;

import java.util.HashMap;
import java.util.Map;

/** Arithmetic on counts by key, where an absent one is zero. */
final class Maps {
    private Maps() {}

    static <K> Map<K, Long> sum(Map<K, Long> one, Map<K, Long> other) {
        Map<K, Long> sum = new HashMap<>(one);
        other.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }

    /** What each counter has grown by; one that is lower than before began anew at zero. */
    static <K> Map<K, Long> since(Map<K, Long> now, Map<K, Long> before) {
        Map<K, Long> grown = new HashMap<>();
        now.forEach((key, count) -> {
            long old = before.getOrDefault(key, 0L);
            long more = count < old ? count : count - old;
            if (more > 0) {
                grown.put(key, more);
            }
        });
        return grown;
    }
}
