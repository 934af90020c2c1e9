package dev.serin.judge;

/**
 * Whether canary's share of bad answers is above a fixed limit, beyond doubt: a sequential likelihood ratio test
 * (A. Wald, Sequential tests of statistical hypotheses, 1945) against a mixture of suppositions, see {@link Evidence}.
 * It may be looked at after every request; the share may change from one to the next.
 */
final class LimitCheck {
    private final double limit;
    private final Evidence evidence;

    /** {@code limit}: the highest share that is allowed, from 0 and below 1. */
    LimitCheck(double limit, Evidence evidence) {
        if (!(limit >= 0 && limit < 1)) {
            throw new IllegalArgumentException("A limit of " + limit + " is no share from 0 and below 1");
        }
        this.limit = Math.max(limit, Comparison.LEAST_SHARE);
        this.evidence = evidence;
    }

    void take(Sample canary) {
        if (canary.requests() == 0) {
            return;
        }
        evidence.raise();
        for (int i = 0; i < Evidence.SIZE; i++) {
            evidence.add(i, Bet.logGain(canary, Evidence.supposed(i, limit), limit));
        }
    }

    Evidence evidence() {
        return evidence;
    }
}
