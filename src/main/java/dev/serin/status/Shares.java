package dev.serin.status;

import dev.serin.api.v1alpha1.TrafficStatus;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.plan.Observed;
import dev.serin.plan.TrafficFacts;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was measured into the status, but only when it tells something new: a status that followed every request
 * would be written for ever.
 */
final class Shares {
    /** Fewer requests say little about a share. */
    private static final long ENOUGH = 100;
    /** In percentage points. */
    private static final double WORTH_WRITING = 1.0;
    /** How many times as many requests are worth writing. */
    private static final int MANY_MORE = 4;

    private Shares() {}

    static Weights measured(Weights weights, Observed observed) {
        TrafficFacts facts = observed.traffic();
        if (facts.requests() < ENOUGH) {
            return weights;
        }
        double percent = percent(facts.canary(), facts.requests());
        if (isOld(weights.observedCanary(), percent)) {
            return weights;
        }
        return new Weights(weights.total(), weights.stable(), weights.canary(), weights.since(), text(percent));
    }

    /** The counts for these weights; those of earlier ones are gone. */
    static Optional<TrafficStatus> counted(Weights weights, Observed observed) {
        TrafficFacts facts = observed.traffic();
        Weights then = observed.status().weights();
        boolean same = then != null && then.since().equals(weights.since());
        Optional<TrafficStatus> before =
                Optional.ofNullable(observed.status().traffic()).filter(old -> same);
        if (!same || facts.requests() < ENOUGH) {
            return before;
        }
        long asked = facts.canary() + facts.sum(TrafficFacts.Proxy::matched);
        double rescued = percent(facts.sum(TrafficFacts.Proxy::rescued), asked);
        boolean old = before.filter(known ->
                        facts.requests() >= known.requests() && facts.requests() < MANY_MORE * known.requests())
                .filter(known -> isOld(known.rescued() == null ? "0" : known.rescued(), rescued))
                .isPresent();
        return old
                ? before
                : Optional.of(new TrafficStatus(
                        facts.requests(),
                        unlessNone(facts.sum(TrafficFacts.Proxy::matched)),
                        unlessNone(facts.sum(TrafficFacts.Proxy::mirrored)),
                        observed.spec().traffic().shield() || rescued > 0 ? text(rescued) : null));
    }

    private static boolean isOld(@Nullable String written, double percent) {
        return written != null && Math.abs(Double.parseDouble(written) - percent) < WORTH_WRITING;
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    private static @Nullable Long unlessNone(long count) {
        return count == 0 ? null : count;
    }

    private static String text(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }
}
