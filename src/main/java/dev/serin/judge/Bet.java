package dev.serin.judge;

/** What a bet on one share of bad answers against another gains from answers. */
final class Bet {
    private Bet() {}

    /** The natural logarithm of the likelihood ratio. */
    static double logGain(Sample sample, double supposed, double allowed) {
        long good = sample.requests() - sample.bad();
        return term(sample.bad(), supposed, allowed) + term(good, 1 - supposed, 1 - allowed);
    }

    private static double term(long count, double supposed, double allowed) {
        return count == 0 ? 0 : count * Math.log(supposed / allowed);
    }
}
