package dev.serin.bench.judge;

import dev.serin.judge.Answers;
import dev.serin.judge.Draw;
import dev.serin.judge.Judge;
import dev.serin.judge.Judgement.Outcome;
import dev.serin.judge.Rules;
import dev.serin.judge.Wald;
import java.time.Duration;

/**
 * How many requests of canary it takes to find 3 % errors where stable has 1 %, against Wald's test that is told both.
 *
 * @param canaryPercent canary's share of the requests
 * @param requests on average
 * @param wald what Wald's test takes on average
 */
record Power(double canaryPercent, double requests, double wald) {
    private static final int RATE = 100;
    private static final double GOOD = 0.01;
    private static final double BAD = 0.03;

    static Power at(double canaryPercent, int runs) {
        var draw = new Draw(11);
        long requests = 0;
        for (int i = 0; i < runs; i++) {
            var judge = new Judge(Rules.againstStable(0));
            double due = draw.share();
            do {
                due += RATE * canaryPercent / 100;
                long canary = (long) due;
                due -= canary;
                long stable = RATE - canary;
                requests += canary;
                judge.take(
                        Duration.ofSeconds(1),
                        Answers.of(stable, draw.bad(stable, GOOD)),
                        Answers.of(canary, draw.bad(canary, BAD)));
            } while (judge.now().outcome() != Outcome.FAILED);
        }
        return new Power(canaryPercent, requests / (double) runs, Wald.requests(GOOD, BAD, 0.01, 5 * runs, draw));
    }

    double factor() {
        return requests / wald;
    }
}
