package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNullTest {
    @ParameterizedTest(name = "stable {0} of {1}, canary {2} of {3}, margin {4}")
    @CsvSource({
        "0.01, 18, 0.03, 2, 0",
        "0.01, 18, 0.03, 2, 0.005",
        "0.2, 9, 0.8, 21, 0",
        "0.2, 9, 0.8, 21, 0.3",
        "0.5, 1, 0.9, 1, 0.1",
        "0.0001, 30, 0.01, 1, 0.002"
    })
    void noWayInWhichCanaryIsNoWorseMakesABetGainOnAverage(
            double stable, int stables, double canary, int canaries, double margin) {
        var none = NearestNull.of(stable, stables, canary, canaries, margin);
        double most = 0;
        for (double ofStable = 0; ofStable <= 1 - margin; ofStable += 0.01) {
            for (double below = 0; below <= ofStable + margin; below += 0.05) {
                double ofCanary = ofStable + margin - below;
                double expected = expected(stables, ofStable, stable, none.stable())
                        * expected(canaries, ofCanary, canary, none.canary());
                assertThat(expected).as(ofStable + " and " + ofCanary).isLessThan(1 + 1e-9);
                most = Math.max(most, expected);
            }
        }
        assertThat(most).as("the bet is not given away").isGreaterThan(0.9);
    }

    /** The expectation of a likelihood ratio over all numbers of bad answers, at a true share. */
    private static double expected(int n, double truth, double supposed, double allowed) {
        double sum = 0;
        double ways = 1;
        for (int bad = 0; bad <= n; bad++) {
            double chance = ways * Math.pow(truth, bad) * Math.pow(1 - truth, n - bad);
            sum += chance * Math.exp(Bet.logGain(new Sample(n, bad), supposed, allowed));
            ways = ways * (n - bad) / (bad + 1);
        }
        return sum;
    }
}
