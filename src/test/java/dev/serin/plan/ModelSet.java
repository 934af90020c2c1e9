package dev.serin.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ReplicaSet: its pods have its template, and what the ConfigMap contained that they found when they were made. */
final class ModelSet {
    final ModelDeployment.Template template;
    /** The content that its own copy has, if there is one. */
    @Nullable
    String copy;
    /** The content that its template says it names a copy of; null: it names the ConfigMap. */
    @Nullable
    String renamed;

    /** Pods by what they read. */
    private final Map<String, Integer> pods = new LinkedHashMap<>();

    private final Map<String, Integer> ready = new LinkedHashMap<>();
    private boolean isNew = true;

    ModelSet(ModelDeployment.Template template) {
        this.template = template;
    }

    /** A pod reads the copy only if there is one. */
    void size(int wanted, String content) {
        while (count() > wanted) {
            String first = pods.keySet().iterator().next();
            pods.computeIfPresent(first, (read, count) -> count > 1 ? count - 1 : null);
        }
        if (count() < wanted) {
            pods.merge(renamed != null && copy != null ? copy : content, wanted - count(), Integer::sum);
        }
    }

    /** Pods that were there before are ready; so are a new ReplicaSet's first ones. */
    void settle() {
        isNew = false;
        ready.clear();
        ready.putAll(pods);
    }

    int ready() {
        return isNew
                ? count()
                : pods.entrySet().stream()
                        .mapToInt(each -> Math.min(each.getValue(), ready.getOrDefault(each.getKey(), 0)))
                        .sum();
    }

    int count() {
        return pods.values().stream().mapToInt(Integer::intValue).sum();
    }

    List<String> reads() {
        return List.copyOf(pods.keySet());
    }
}
