package dev.serin.judge;

import org.jspecify.annotations.Nullable;

/**
 * Whether canary's share of bad answers is above stable's by more than a margin, beyond doubt, judged by what both
 * answered in the same intervals: what happens to both alike is no evidence.
 *
 * <p>An always-valid test by betting: each block of requests multiplies the evidence by a likelihood ratio against
 * {@link NearestNull}, whose expectation is at most 1 while canary is no worse, whatever was before. Looking often costs
 * nothing. What is supposed of stable's share is learned from earlier blocks only; if it is wrong, the test is slower
 * and still valid. A block ends by how many requests there were, never by how they ended.
 *
 * <p>It takes for granted that each request is split on its own. With a sticky split one user's failures come together at
 * one version, so that there may be more false alarms than the rules allow.
 */
final class Comparison {
    /** The least share of bad answers that is supposed of anything, so that one bad answer never decides alone. */
    static final double LEAST_SHARE = 1e-4;

    /** A block has at least so many requests, so that with little traffic stable is there to compare with. */
    private static final long BLOCK = 20;

    /** So many requests of one of them without one of the other are too old to compare with the next. */
    private static final long LONELY = 200;

    /** Requests of stable that its share is learned from, at most about so many. */
    private static final double MEMORY = 50_000;

    /** What is supposed of stable before anything is known: one bad answer in a hundred. */
    private static final double PRIOR_REQUESTS = 50;

    private static final double PRIOR_BAD = 0.5;

    private final double margin;
    private final Evidence evidence;
    private final @Nullable NoWorse noWorse;
    private double learnedRequests;
    private double learnedBad;
    private Sample stable;
    private Sample canary;

    /**
     * {@code margin}: by how much canary's share may be above stable's, from 0 and below 1; {@code noWorse}: what the same
     * blocks say of the opposite, where that is asked for.
     */
    Comparison(
            double margin,
            Evidence evidence,
            @Nullable NoWorse noWorse,
            double learnedRequests,
            double learnedBad,
            JudgeState.Pending pending) {
        this.noWorse = noWorse;
        if (!(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("A margin of " + margin + " is no share from 0 and below 1");
        }
        this.margin = margin;
        this.evidence = evidence;
        this.learnedRequests = learnedRequests;
        this.learnedBad = learnedBad;
        stable = pending.stable();
        canary = pending.canary();
    }

    Comparison(double margin) {
        this(margin, new Evidence(), null, 0, 0, JudgeState.Pending.NONE);
    }

    /** Takes in what both answered in one interval; whether a block ended with it. */
    boolean take(Sample stableNow, Sample canaryNow) {
        stable = stable.plus(stableNow);
        canary = canary.plus(canaryNow);
        boolean both = stable.requests() > 0 && canary.requests() > 0;
        if (both && stable.requests() + canary.requests() >= BLOCK) {
            bet();
        } else if (both || stable.requests() + canary.requests() < LONELY) {
            return false;
        }
        learn();
        stable = Sample.NONE;
        canary = Sample.NONE;
        return true;
    }

    private void bet() {
        double share =
                Math.clamp((learnedBad + PRIOR_BAD) / (learnedRequests + PRIOR_REQUESTS), LEAST_SHARE, 1 - LEAST_SHARE);
        double allowed = share + margin;
        if (allowed >= 1) {
            return;
        }
        if (noWorse != null) {
            noWorse.bet(share, margin, stable, canary);
        }
        evidence.raise();
        for (int i = 0; i < Evidence.SIZE; i++) {
            double supposed = Evidence.supposed(i, allowed);
            var none = NearestNull.of(share, stable.requests(), supposed, canary.requests(), margin);
            double gain = Bet.logGain(stable, share, none.stable()) + Bet.logGain(canary, supposed, none.canary());
            evidence.add(i, gain);
        }
    }

    private void learn() {
        double kept = Math.min(1, MEMORY / Math.max(1, learnedRequests + stable.requests()));
        learnedRequests = (learnedRequests + stable.requests()) * kept;
        learnedBad = (learnedBad + stable.bad()) * kept;
    }

    Evidence evidence() {
        return evidence;
    }

    /** What there is of a block that has not ended. */
    JudgeState.Pending pending() {
        return new JudgeState.Pending(stable, canary);
    }

    double learnedRequests() {
        return learnedRequests;
    }

    double learnedBad() {
        return learnedBad;
    }
}
