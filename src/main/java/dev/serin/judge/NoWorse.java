package dev.serin.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Evidence that canary's share of bad answers is above stable's by less than the margin, at one weight: bets against all
 * the ways in which it is worse by the margin or more.
 *
 * <p>It is {@link Comparison}'s test the other way round. While canary is worse by the margin or more, what a stake of 1
 * has become is a non-negative supermartingale (see {@link NearestNull#ofWorse}), and the chance that it ever reaches 1/a
 * is at most a (Ville). To reach it is to say that the upper end of a confidence sequence for the difference, of
 * confidence 1 - a, is below the margin (the duality of tests and confidence sequences: D. Darling, H. Robbins,
 * Confidence sequences for mean, variance, and median, 1967; for two shares R. Turner, P. Grünwald: Exact anytime-valid
 * confidence intervals for contingency tables and beyond, 2023). So it may be looked at as often as one likes, and what
 * was shown once stays shown.
 *
 * <p>Each weight begins anew, since what is well at few requests need not be at many. What is bet on: that canary is like
 * stable, a bit worse within the margin, or better; stable's share is learned from earlier blocks only.
 */
final class NoWorse {
    private static final double[] WEIGHTS = {0.7, 0.2, 0.1};

    /** For each supposition, the natural logarithm of what a whole stake on it has become. */
    private final double[] logs = new double[WEIGHTS.length];

    /** The most that the whole stake ever was. */
    private double most;

    NoWorse() {}

    /** Evidence to go on from, see {@link #numbers()}. */
    NoWorse(List<Double> numbers) {
        if (numbers.size() != WEIGHTS.length + 1 || numbers.stream().anyMatch(number -> number.isNaN())) {
            throw new IllegalArgumentException("No evidence on " + WEIGHTS.length + " suppositions: " + numbers);
        }
        for (int i = 0; i < WEIGHTS.length; i++) {
            logs[i] = numbers.get(i);
        }
        most = numbers.get(WEIGHTS.length);
    }

    /** A block of both versions' answers; {@code share} is what is supposed of stable. */
    void bet(double share, double margin, Sample stable, Sample canary) {
        double[] supposed = {share, share + margin / 2, Math.max(Comparison.LEAST_SHARE, share / 2)};
        double[] weighted = new double[WEIGHTS.length];
        for (int i = 0; i < WEIGHTS.length; i++) {
            if (supposed[i] < share + margin) {
                var none = NearestNull.ofWorse(share, stable.requests(), supposed[i], canary.requests(), margin);
                logs[i] += Bet.logGain(stable, share, none.stable()) + Bet.logGain(canary, supposed[i], none.canary());
            }
            weighted[i] = Math.log(WEIGHTS[i]) + logs[i];
        }
        most = Math.max(most, Evidence.logOfSum(weighted));
    }

    /** Another weight. */
    void beginAnew() {
        Arrays.fill(logs, 0);
        most = 0;
    }

    /** The natural logarithm of the most that a stake of 1 has become at this weight. */
    double most() {
        return most;
    }

    /** All that is to be kept. */
    List<Double> numbers() {
        List<Double> numbers = new ArrayList<>();
        for (double log : logs) {
            numbers.add(log);
        }
        numbers.add(most);
        return numbers;
    }
}
