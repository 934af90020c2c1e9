package dev.serin.metrics;

import dev.serin.analysis.Counts;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.metrics.ReleaseMetric.Values;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Where requests are wanted to go, and where they went. */
final class TrafficMetrics {
    static final String VERSION = "version";
    static final String STABLE = "stable";
    static final String CANARY = "canary";

    /** Fewer requests say little about a share. */
    private static final long ENOUGH = 100;

    private TrafficMetrics() {}

    static final List<ReleaseMetric> ALL = List.of(
            ReleaseMetric.gauge(
                    "serin_release_weight_ratio",
                    "The share of requests that each version is wanted to get, 0 to 1.",
                    VERSION,
                    TrafficMetrics::weights),
            ReleaseMetric.gauge(
                    "serin_release_observed_weight_ratio",
                    "The share of requests that each version got since the proxies confirmed the weights, 0 to 1;"
                            + " absent below 100 requests.",
                    VERSION,
                    TrafficMetrics::observed),
            ReleaseMetric.counter(
                    "serin_release_requests_total",
                    "Requests that the split chose a version for, counted at the proxies; begins anew with each change"
                            + " of weights.",
                    VERSION,
                    TrafficMetrics::requests),
            counter("matched", "Requests that went to canary by a match", Counts::matched),
            counter("mirrored", "Copies of stable's requests that were sent to canary", Counts::mirrored),
            counter("rescued", "Requests of canary's that stable was asked for again", Counts::rescued));

    private static ReleaseMetric counter(String which, String help, ToLongFunction<Counts> count) {
        return ReleaseMetric.counter(
                "serin_release_" + which + "_requests_total",
                help + ", counted at the proxies; begins anew with each change of weights.",
                seen -> Optional.of(count.applyAsLong(seen.counts())));
    }

    private static void weights(Seen seen, Values<Number> values) {
        Weights weights = seen.status().weights();
        if (weights != null) {
            values.add(STABLE, ratio(weights.stable(), weights.total()));
            values.add(CANARY, ratio(weights.canary(), weights.total()));
        }
    }

    private static void observed(Seen seen, Values<Number> values) {
        Counts counts = seen.counts();
        if (counts.split() >= ENOUGH) {
            values.add(STABLE, ratio(counts.stable(), counts.split()));
            values.add(CANARY, ratio(counts.canary(), counts.split()));
        }
    }

    private static void requests(Seen seen, Values<Number> values) {
        values.add(STABLE, seen.counts().stable());
        values.add(CANARY, seen.counts().canary());
    }

    private static double ratio(long part, long whole) {
        return (double) part / whole;
    }
}
