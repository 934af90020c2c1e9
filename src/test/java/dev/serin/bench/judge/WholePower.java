package dev.serin.bench.judge;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.Analysis.CompareToStable;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.judge.Answers;
import dev.serin.judge.Draw;
import dev.serin.judge.Wald;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many requests canary gets in a whole release until 3 % errors are found where stable has 1 %, against Wald's test
 * that is told both, at a false alarm of 1 %.
 *
 * @param canaryPercent canary's weight
 * @param defaults whether with {@code analysis: {}}, but for the warm-up; otherwise with a margin of 0 and failures alone
 * @param requests on average
 * @param wald what Wald's test takes on average
 */
@JsonPropertyOrder({"canaryPercent"})
record WholePower(int canaryPercent, boolean defaults, double requests, double wald) {
    /** Requests a second, so few that a look does not see many more than it needs. */
    private static final int RATE = 100;

    private static final double GOOD = 0.01;
    private static final double BAD = 0.03;

    /** Far more than it ever takes. */
    private static final int LONGEST = 100_000;

    static WholePower at(int canaryPercent, boolean defaults, int runs) {
        double requests = IntStream.range(0, runs)
                .parallel()
                .mapToLong(seed -> run(canaryPercent, defaults, seed))
                .average()
                .orElse(Double.NaN);
        return new WholePower(
                canaryPercent, defaults, requests, Wald.requests(GOOD, BAD, 0.01, 5 * runs, new Draw(11)));
    }

    private static long run(int canaryPercent, boolean defaults, int seed) {
        var draw = new Draw(17L * seed + 5);
        var whole = new WholeRelease(Strategy.steps(new Step(canaryPercent, "100h")), analysis(defaults), seed);
        double due = draw.share();
        long requests = 0;
        for (int second = 0; second < LONGEST && !whole.isBack(); second++) {
            due += RATE * whole.share();
            long canary = (long) due;
            due -= canary;
            long stable = RATE - canary;
            requests += canary;
            whole.look(Answers.of(stable, draw.bad(stable, GOOD)), Answers.of(canary, draw.bad(canary, BAD)));
        }
        return requests;
    }

    private static Analysis analysis(boolean defaults) {
        var compare = defaults
                ? CompareToStable.DEFAULT
                : new CompareToStable(null, 0.0, List.of(CompareToStable.Metric.SuccessRate), null, null);
        return new Analysis("1s", null, null, compare, null, null, null, "0s", null);
    }

    double factor() {
        return requests / wald;
    }
}
