package dev.serin.metrics;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.RebalanceStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has come to an end for one release, and how long it took.
 *
 * @param attempts releases of a revision, by how they ended
 * @param rebalances rebalancings of clients' connections, by how they left them
 * @param redialled connections whose clients were told to re-dial in a rebalancing
 */
record Tally(Map<PastRelease.Outcome, Times> attempts, Map<RebalanceStatus.State, Times> rebalances, long redialled) {
    static final Tally NONE = new Tally(Map.of(), Map.of(), 0);

    Tally {
        attempts = Map.copyOf(attempts);
        rebalances = Map.copyOf(rebalances);
    }

    /** How many, and how many seconds they took in all. */
    record Times(long count, double seconds) {
        static final Times NONE = new Times(0, 0);

        Times plus(Times other) {
            return new Times(count + other.count, seconds + other.seconds);
        }
    }

    /** What one change of the status brought to an end. */
    static Tally between(CanaryReleaseStatus before, CanaryReleaseStatus after) {
        Map<PastRelease.Outcome, Times> attempts = new EnumMap<>(PastRelease.Outcome.class);
        for (PastRelease past : after.history()) {
            if (past.to() != null && !wasOver(before, past)) {
                attempts.merge(past.outcome(), once(past.from(), past.to()), Times::plus);
            }
        }
        RebalanceStatus now = after.rebalance();
        return now == null ? new Tally(attempts, Map.of(), 0) : rebalanced(attempts, before.rebalance(), now);
    }

    private static Tally rebalanced(
            Map<PastRelease.Outcome, Times> attempts, @Nullable RebalanceStatus before, RebalanceStatus now) {
        RebalanceStatus same =
                before != null && Objects.equals(before.startedAt(), now.startedAt()) ? before : RebalanceStatus.NONE;
        boolean ended = now.startedAt() != null && now.finishedAt() != null && same.finishedAt() == null;
        return new Tally(
                attempts,
                ended ? Map.of(now.state(), once(now.startedAt(), now.finishedAt())) : Map.of(),
                Math.max(0, now.redialled() - same.redialled()));
    }

    private static boolean wasOver(CanaryReleaseStatus before, PastRelease past) {
        return before.history().stream()
                .anyMatch(old -> old.to() != null
                        && old.revision().equals(past.revision())
                        && old.from().equals(past.from()));
    }

    private static Times once(@Nullable String from, @Nullable String to) {
        return Texts.instant(from)
                .flatMap(began -> Texts.instant(to).map(ended -> Duration.between(began, ended)))
                .map(took -> new Times(1, took.toMillis() / 1000.0))
                .orElse(Times.NONE);
    }

    boolean isNothing() {
        return equals(NONE);
    }

    Tally plus(Tally other) {
        return new Tally(sum(attempts, other.attempts), sum(rebalances, other.rebalances), redialled + other.redialled);
    }

    private static <K> Map<K, Times> sum(Map<K, Times> one, Map<K, Times> other) {
        Map<K, Times> sum = new HashMap<>(one);
        other.forEach((key, times) -> sum.merge(key, times, Times::plus));
        return sum;
    }
}
