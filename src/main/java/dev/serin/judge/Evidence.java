package dev.serin.judge;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Evidence that one of several suppositions of how bad canary is fits better than that it is no worse: bets on each of
 * them.
 *
 * <p>A supposition is an odds ratio: how many times the odds of a bad answer are those that are still allowed. While
 * canary is no worse, what a stake of 1 has become is a non-negative supermartingale however it is spread over bets, as
 * long as it is spread without knowing what comes; the chance that it ever reaches 1/a is at most a (J. Ville, Étude
 * critique de la notion de collectif, 1939). The spread is a mixture as H. Robbins' (Statistical methods related to the
 * law of the iterated logarithm, 1970): most on doubled to quintupled odds, since smaller ones take long in any case and
 * larger ones show at once on any bet. Three quarters are set at the beginning; the rest is set bit by bit, slower and
 * slower, so that a canary that turns bad late, or after an outage of both, is found though all earlier bets are lost.
 */
final class Evidence {
    private static final double[] RATIOS = {1.05, 1.15, 1.4, 2, 3, 5, 12, 100};
    private static final double[] WEIGHTS = {0.03, 0.05, 0.1, 0.2, 0.35, 0.14, 0.08, 0.05};
    static final int SIZE = RATIOS.length;
    private static final double RESERVE = 0.25;

    /** For each supposition, the natural logarithm of what a whole stake on it has become. */
    private final double[] logs = new double[SIZE];

    private long rounds;

    Evidence() {
        Arrays.fill(logs, Math.log(1 - RESERVE));
    }

    /** Evidence to go on from, see {@link #numbers()}. */
    Evidence(List<Double> numbers) {
        if (numbers.size() != SIZE + 1 || numbers.stream().anyMatch(number -> number.isNaN())) {
            throw new IllegalArgumentException("No evidence on " + SIZE + " suppositions: " + numbers);
        }
        for (int i = 0; i < SIZE; i++) {
            logs[i] = numbers.get(i);
        }
        rounds = numbers.get(SIZE).longValue();
    }

    /** Sets a bit more of the reserve, before a round of answers is looked at. */
    void raise() {
        double stake = Math.log(reserve(rounds) - reserve(rounds + 1));
        rounds++;
        for (int i = 0; i < SIZE; i++) {
            logs[i] = logOfSum(logs[i], stake);
        }
    }

    private static double reserve(long rounds) {
        return RESERVE / Math.log(Math.E + rounds);
    }

    /** The share of bad answers under a supposition; {@code allowed} is the highest share that is still allowed. */
    static double supposed(int supposition, double allowed) {
        double odds = RATIOS[supposition] * allowed / (1 - allowed);
        return Double.isInfinite(odds) ? 1 : odds / (1 + odds);
    }

    void add(int supposition, double logGain) {
        logs[supposition] += logGain;
    }

    /** The natural logarithm of what the whole stake has become, with what is still in reserve. */
    double log() {
        double[] weighted = new double[SIZE + 1];
        weighted[SIZE] = Math.log(reserve(rounds));
        for (int i = 0; i < SIZE; i++) {
            weighted[i] = Math.log(WEIGHTS[i]) + logs[i];
        }
        return logOfSum(weighted);
    }

    /** All that is to be kept: the logarithms, and how many rounds there were. */
    List<Double> numbers() {
        return DoubleStream.concat(Arrays.stream(logs), DoubleStream.of((double) rounds))
                .boxed()
                .toList();
    }

    /** The logarithm of the sum of what these are the logarithms of. */
    static double logOfSum(double... logs) {
        double most = Double.NEGATIVE_INFINITY;
        for (double each : logs) {
            most = Math.max(most, each);
        }
        if (Double.isInfinite(most)) {
            return most;
        }
        double sum = 0;
        for (double each : logs) {
            sum += Math.exp(each - most);
        }
        return most + Math.log(sum);
    }
}
