package dev.serin.reconcile;

import dev.serin.observe.Watches;
import dev.serin.resources.ReleaseContext;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers of which releases all objects were as wanted, so that they are not made and compared again while neither what
 * they are made from nor the objects themselves have changed: a release is gone through many times while its proxies
 * confirm a weight. Safe for many threads.
 */
final class Matches {
    private final Map<ReleaseKey, Match> known = new ConcurrentHashMap<>();

    /** Made from this, and then of these versions. */
    private record Match(ReleaseContext made, Map<Watches.Ref, String> versions) {}

    /** Whether they still are. */
    boolean holds(ReleaseKey release, ReleaseContext wanted, Function<Watches.Ref, Optional<String>> version) {
        Match match = known.get(release);
        return match != null
                && match.made().equals(wanted)
                && match.versions().entrySet().stream()
                        .allMatch(each -> version.apply(each.getKey()).equals(Optional.of(each.getValue())));
    }

    /** All are as wanted now. */
    void note(ReleaseKey release, ReleaseContext wanted, List<? extends HasMetadata> seen) {
        Map<Watches.Ref, String> versions = new HashMap<>();
        seen.forEach(object ->
                versions.put(Watches.Ref.of(object), object.getMetadata().getResourceVersion()));
        known.put(release, new Match(wanted, Map.copyOf(versions)));
    }

    void forget(ReleaseKey release) {
        known.remove(release);
    }
}
