package dev.serin.metrics;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.xds.ReleaseKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what happens to releases while this process leads. What the statuses hold at any moment is not kept here, and a
 * release to which nothing has happened takes no memory.
 */
public final class Happenings {
    private final Map<ReleaseKey, Tally> tallies = new ConcurrentHashMap<>();

    /** Takes in the change from the status that a release has to the one that was persisted. */
    public void note(CanaryRelease release, CanaryReleaseStatus after) {
        CanaryReleaseStatus before = Optional.ofNullable(release.getStatus()).orElse(CanaryReleaseStatus.EMPTY);
        Tally news = Tally.between(before, after);
        if (!news.isNothing()) {
            tallies.merge(Seen.key(release), news, Tally::plus);
        }
    }

    /** For a release that is gone. */
    public void forget(ReleaseKey release) {
        tallies.remove(release);
    }

    Tally of(ReleaseKey release) {
        return tallies.getOrDefault(release, Tally.NONE);
    }
}
