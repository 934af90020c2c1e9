package dev.serin.bench.judge;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.serin.judge.Answers;
import dev.serin.judge.Draw;
import dev.serin.judge.Judge;
import dev.serin.judge.Rules;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How many requests of canary it takes until it is known to be no worse, at its first weight, and how often that is
 * found of one that is worse by the margin.
 *
 * @param margin in percentage points
 * @param errors of both in percent
 * @param canaryPercent canary's share of the requests
 * @param median requests of a canary that is like stable
 * @param ninetieth nine in ten such canaries need no more
 * @param wrongPercent how many of those that are worse by the margin were found to be no worse in 300 looks
 * @param runs of each
 */
@JsonPropertyOrder({"margin", "errors"})
record EarlyEnds(
        double margin, double errors, int canaryPercent, long median, long ninetieth, double wrongPercent, int runs) {
    private static final int LOOKS = 300;

    /** Looks until one gives up: with a rate as below, far more than it takes. */
    private static final int LONGEST = 100_000;

    static EarlyEnds of(double margin, double errors, int canaryPercent, int runs) {
        // So that it takes about a hundred looks.
        double share = canaryPercent / 100.0;
        double needed = 10 / margin * (1 + errors / margin) * 100;
        long rate = Math.max(1, Math.round(needed / share / 100));
        long[] requests = IntStream.range(0, runs)
                .parallel()
                .mapToLong(seed -> requests(margin, errors / 100, errors / 100, share, rate, LONGEST, seed))
                .sorted()
                .toArray();
        long wrong = IntStream.range(0, runs)
                .parallel()
                .filter(seed -> requests(
                                margin,
                                errors / 100,
                                (errors + margin) / 100,
                                share,
                                rate,
                                LOOKS,
                                Integer.MAX_VALUE + (long) seed)
                        != Long.MAX_VALUE)
                .count();
        return new EarlyEnds(
                margin, errors, canaryPercent, requests[runs / 2], requests[runs * 9 / 10], 100.0 * wrong / runs, runs);
    }

    /** Until the hold may end; the largest number when it may not, in so many looks. */
    private static long requests(
            double margin, double ofStable, double ofCanary, double share, long rate, int looks, long seed) {
        var draw = new Draw(seed);
        var judge = new Judge(rules(margin));
        judge.nextWeight();
        double due = draw.share();
        long requests = 0;
        for (int look = 0; look < looks; look++) {
            due += rate * share;
            long canary = (long) due;
            due -= canary;
            long stable = rate - canary;
            requests += canary;
            judge.take(
                    Duration.ofSeconds(1),
                    Answers.of(stable, draw.bad(stable, ofStable)),
                    Answers.of(canary, draw.bad(canary, ofCanary)));
            if (judge.noWorse().isPresent()) {
                return requests;
            }
        }
        return Long.MAX_VALUE;
    }

    private static Rules rules(double margin) {
        return new Rules(
                0.01,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.of(new Rules.AgainstStable(margin, true, OptionalDouble.empty(), true)),
                0,
                Rules.Insufficient.WAIT,
                Duration.ZERO);
    }
}
