package dev.serin.crash;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.xds.ProxyConfig;
import dev.serin.xds.ReleaseKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The proxies of one release, on paper: they serve what they were told last, whoever told it and whether that one lives
 * still. What must never be is written down.
 */
final class PaperProxies {
    private final String release;
    private final Supplier<CanaryReleaseStatus> status;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile Optional<ProxyConfig> served = Optional.empty();

    /** {@code status}: the release's, as it is persisted. */
    PaperProxies(String release, Supplier<CanaryReleaseStatus> status) {
        this.release = release;
        this.status = status;
    }

    /** Whether it is theirs, and not of a release that a story left which went wrong. */
    boolean areOf(ReleaseKey told) {
        return told.name().equals(release);
    }

    void take(ProxyConfig told) {
        int canary = told.split().canary();
        CanaryReleaseStatus persisted = status.get();
        int plan = Optional.ofNullable(persisted.walk()).map(Walk::weight).orElse(0);
        if (canary > plan) {
            wrong.add("a weight of %d above the planned %d".formatted(canary, plan));
        }
        // Before and after that no client is sent to the proxies.
        boolean dialled = persisted.takeover() != null && knowStable();
        if (canary < told.split().total() && told.stable().isEmpty() && dialled) {
            wrong.add("requests to no stable: %s at %s".formatted(told, persisted));
        }
        boolean newly =
                served.filter(before -> before.split().canary() == canary).isEmpty();
        if (canary > 0 && told.canary().isEmpty() && newly) {
            wrong.add("requests to no canary: %s at %s".formatted(told, persisted));
        }
        served = Optional.of(told);
    }

    /** Whether they could answer by a pod of stable. */
    boolean knowStable() {
        return served.filter(last -> !last.stable().isEmpty()).isPresent();
    }

    /** All that should not have been. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }
}
