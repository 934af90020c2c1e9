package dev.serin.reconcile;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which releases have a write that the API server refused when it was last tried, and what it said. */
final class Refusals {
    /** Of permissions, admission, quotas and validation. What may pass by itself, such as 409, 429 and 5xx, is not here. */
    private static final Set<Integer> CODES = Set.of(400, 403, 405, 413, 422);

    private final Map<ResourceID, String> refused = new ConcurrentHashMap<>();

    /** Whether somebody has to mend something before the same write can succeed. */
    static boolean isOne(KubernetesClientException e) {
        return CODES.contains(e.getCode());
    }

    /** What the server said of a write. */
    static String words(String kind, String name, KubernetesClientException e) {
        String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        return "%s %s: %s".formatted(kind, name, said);
    }

    /** Notes how a release's writes went; true if that is news. */
    boolean note(ResourceID release, @Nullable String words) {
        String before = words == null ? refused.remove(release) : refused.put(release, words);
        return !Objects.equals(before, words);
    }

    Optional<String> of(ResourceID release) {
        return Optional.ofNullable(refused.get(release));
    }
}
