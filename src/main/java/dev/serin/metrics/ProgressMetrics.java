package dev.serin.metrics;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.PastRelease.Outcome;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.metrics.ReleaseMetric.Values;
import dev.serin.metrics.Tally.Times;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a release stands, and how earlier ones ended. */
final class ProgressMetrics {
    private ProgressMetrics() {}

    static final List<ReleaseMetric> ALL = List.of(
            ReleaseMetric.gauge(
                    "serin_release_phase",
                    "1 for the phase that the release is in, 0 for the others.",
                    "phase",
                    ProgressMetrics::phase),
            ReleaseMetric.gauge(
                    "serin_release_condition",
                    "1 while the condition is True, 0 while it is False; absent while it is Unknown.",
                    "condition",
                    ProgressMetrics::conditions),
            ReleaseMetric.gauge(
                    "serin_release_step",
                    "The present step, counted from 1; absent when the weight is set by hand.",
                    seen -> steps(seen)
                            .flatMap(all -> Optional.ofNullable(seen.status().walk()))
                            .map(Walk::step)),
            ReleaseMetric.gauge(
                    "serin_release_steps",
                    "How many steps there are; absent when the weight is set by hand.",
                    ProgressMetrics::steps),
            ReleaseMetric.gauge(
                    "serin_release_attempt_start_timestamp_seconds",
                    "When the release of the present revision began, since the epoch; absent when none is under way.",
                    seen -> underWay(seen.status())
                            .flatMap(past -> Texts.instant(past.from()))
                            .map(began -> began.toEpochMilli() / 1000.0)),
            ReleaseMetric.durations(
                    "serin_release_attempt_duration_seconds",
                    "How long releases of a revision took from their beginning to their end, by how they ended.",
                    "outcome",
                    ProgressMetrics::attempts));

    private static void phase(Seen seen, Values<Number> values) {
        Phase now = seen.status().phase();
        if (now != null) {
            for (Phase phase : Phase.values()) {
                values.add(phase.name(), phase == now ? 1 : 0);
            }
        }
    }

    private static void conditions(Seen seen, Values<Number> values) {
        Set<String> types = new HashSet<>();
        for (Condition condition : seen.status().conditions()) {
            if (types.add(condition.type()) && !condition.status().equals(Condition.UNKNOWN)) {
                values.add(condition.type(), condition.isTrue() ? 1 : 0);
            }
        }
    }

    private static Optional<Integer> steps(Seen seen) {
        return Optional.ofNullable(seen.spec().strategy().steps()).map(List::size);
    }

    private static Optional<PastRelease> underWay(CanaryReleaseStatus status) {
        return status.history().stream().findFirst().filter(past -> past.to() == null);
    }

    private static void attempts(Seen seen, Values<Times> values) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.Running) {
                values.add(outcome.name(), seen.tally().attempts().getOrDefault(outcome, Times.NONE));
            }
        }
    }
}
