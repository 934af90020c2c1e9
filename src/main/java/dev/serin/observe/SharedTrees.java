package dev.serin.observe;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Keeps one of all equal trees of maps, for as long as somebody uses it. The fields that the operator applies have the
 * same names in every release, so that a thousand releases need little more memory for them than one.
 */
final class SharedTrees<V> {
    private final Map<Map<String, V>, WeakReference<Map<String, V>>> known = new WeakHashMap<>();

    /** An equal tree, which must not be changed. */
    synchronized Map<String, V> share(Map<String, V> tree) {
        Map<String, V> shared = new LinkedHashMap<>();
        tree.forEach((key, value) -> shared.put(key, shareValue(value)));
        WeakReference<Map<String, V>> reference = known.get(shared);
        Map<String, V> before = reference == null ? null : reference.get();
        if (before != null) {
            return before;
        }
        known.put(shared, new WeakReference<>(shared));
        return shared;
    }

    @SuppressWarnings("unchecked")
    private V shareValue(V value) {
        return value instanceof Map<?, ?> map ? (V) share((Map<String, V>) map) : value;
    }
}
