package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.Analysis.CompareToStable;
import dev.serin.api.v1alpha1.Analysis.CompareToStable.Metric;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.judge.Judgement;
import dev.serin.judge.Judgement.Check;
import dev.serin.judge.Rules;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says in the judge's terms what {@code spec.analysis} asks for, and in the spec's terms what the judge found. */
final class Rulings {
    private static final double NEVER_SLOW = 99.99;

    private Rulings() {}

    static Rules of(Analysis analysis) {
        return new Rules(
                analysis.compareToStable().falseAlarm() / 100,
                Optional.ofNullable(analysis.successRate()).stream()
                        .mapToDouble(Analysis.SuccessRate::min)
                        .findFirst(),
                limit(analysis),
                comparison(analysis.compareToStable()),
                analysis.minRequests(),
                switch (analysis.onInsufficientTraffic()) {
                    case Wait -> Rules.Insufficient.WAIT;
                    case Pass -> Rules.Insufficient.PASS;
                    case Fail -> Rules.Insufficient.FAIL;
                },
                GoDuration.parse(analysis.warmUp()));
    }

    static Optional<Rules.LatencyLimit> limit(Analysis analysis) {
        return Optional.ofNullable(analysis.latency())
                .map(latency -> new Rules.LatencyLimit(
                        Math.min(latency.percentile(), NEVER_SLOW),
                        GoDuration.parse(latency.max()).toMillis()));
    }

    private static Optional<Rules.AgainstStable> comparison(CompareToStable compare) {
        if (compare.metrics().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rules.AgainstStable(
                compare.margin(),
                compare.metrics().contains(Metric.SuccessRate),
                compare.metrics().contains(Metric.Latency)
                        ? OptionalDouble.of(compare.latencyPercentile())
                        : OptionalDouble.empty(),
                compare.earlyPromotion()));
    }

    static String reason(Check check) {
        return switch (check) {
            case FAILURES_AGAINST_STABLE -> Reasons.WORSE_THAN_STABLE;
            case LATENCY_AGAINST_STABLE -> Reasons.SLOWER_THAN_STABLE;
            case SUCCESS_RATE -> Reasons.SUCCESS_RATE_TOO_LOW;
            case LATENCY -> Reasons.LATENCY_TOO_HIGH;
            case REQUESTS, ALL -> Reasons.INSUFFICIENT_TRAFFIC;
        };
    }

    /** The check with its limit, and the numbers. */
    static String words(Judgement judgement, Analysis analysis) {
        CompareToStable compare = analysis.compareToStable();
        String check = switch (judgement.check()) {
            case FAILURES_AGAINST_STABLE ->
                "compareToStable (SuccessRate, margin %s, falseAlarm %s %%)"
                        .formatted(text(compare.margin()), text(compare.falseAlarm()));
            case LATENCY_AGAINST_STABLE ->
                "compareToStable (Latency, margin %s, falseAlarm %s %%)"
                        .formatted(text(compare.margin()), text(compare.falseAlarm()));
            case SUCCESS_RATE ->
                "successRate (min %s %%)"
                        .formatted(Optional.ofNullable(analysis.successRate())
                                .map(rate -> text(rate.min()))
                                .orElse(""));
            case LATENCY ->
                Optional.ofNullable(analysis.latency())
                        .map(limit ->
                                "latency (percentile %s, max %s)".formatted(text(limit.percentile()), limit.max()))
                        .orElse("latency");
            case REQUESTS, ALL ->
                "minRequests (%d, onInsufficientTraffic %s)"
                        .formatted(analysis.minRequests(), analysis.onInsufficientTraffic());
        };
        return check + ": " + judgement.message();
    }

    private static String text(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
