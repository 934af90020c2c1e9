package dev.serin.metrics;

import static dev.serin.metrics.TrafficMetrics.CANARY;
import static dev.serin.metrics.TrafficMetrics.STABLE;
import static dev.serin.metrics.TrafficMetrics.VERSION;

import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.AnalysisStatus.Outcome;
import dev.serin.metrics.ReleaseMetric.Values;
import java.util.List;
import java.util.Optional;

/** What canary is judged by, and what is said of it; absent for releases that are not judged. */
final class JudgementMetrics {
    private JudgementMetrics() {}

    static final List<ReleaseMetric> ALL = List.of(
            ReleaseMetric.counter(
                    "serin_release_judged_requests_total",
                    "Requests that the present revision was judged by; begins anew with each revision.",
                    VERSION,
                    JudgementMetrics::requests),
            ReleaseMetric.counter(
                    "serin_release_judged_failures_total",
                    "How many of the judged requests failed; begins anew with each revision.",
                    VERSION,
                    JudgementMetrics::failures),
            ReleaseMetric.gauge(
                    "serin_release_judgement",
                    "1 for what the judge says of canary, 0 for what it does not say.",
                    "outcome",
                    JudgementMetrics::outcome),
            ReleaseMetric.gauge(
                    "serin_release_evidence_ratio",
                    "How far the evidence that canary is bad has come: beyond doubt at 1, none at 0 and below.",
                    seen -> Optional.ofNullable(seen.status().analysis())
                            .map(AnalysisStatus::evidence)
                            .flatMap(Texts::number)));

    private static void requests(Seen seen, Values<Number> values) {
        AnalysisStatus analysis = seen.status().analysis();
        if (analysis != null) {
            values.add(STABLE, analysis.stableRequests());
            values.add(CANARY, analysis.requests());
        }
    }

    private static void failures(Seen seen, Values<Number> values) {
        AnalysisStatus analysis = seen.status().analysis();
        if (analysis != null) {
            values.add(STABLE, analysis.stableFailed());
            values.add(CANARY, analysis.failed());
        }
    }

    private static void outcome(Seen seen, Values<Number> values) {
        AnalysisStatus analysis = seen.status().analysis();
        if (analysis != null) {
            for (Outcome outcome : Outcome.values()) {
                values.add(outcome.name(), outcome == analysis.outcome() ? 1 : 0);
            }
        }
    }
}
