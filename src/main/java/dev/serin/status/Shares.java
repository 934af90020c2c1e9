package dev.serin.status;

import dev.serin.api.v1alpha1.Weights;
import dev.serin.plan.Observed;
import java.util.Locale;

/**
 * Puts the measured share into the status, but only when it tells something new: a status that followed every request
 * would be written for ever.
 */
final class Shares {
    /** Fewer requests say little about a share. */
    private static final long ENOUGH = 100;
    /** In percentage points. */
    private static final double WORTH_WRITING = 1.0;

    private Shares() {}

    static Weights measured(Weights weights, Observed observed) {
        if (observed.requests() < ENOUGH) {
            return weights;
        }
        double percent = 100.0 * observed.canaryRequests() / observed.requests();
        String before = weights.observedCanary();
        if (before != null && Math.abs(Double.parseDouble(before) - percent) < WORTH_WRITING) {
            return weights;
        }
        String text = String.format(Locale.ROOT, "%.2f", percent);
        return new Weights(weights.total(), weights.stable(), weights.canary(), weights.since(), text);
    }
}
