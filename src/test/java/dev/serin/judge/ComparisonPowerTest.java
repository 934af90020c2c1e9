package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonPowerTest {
    private static final int RELEASES = 1000;

    /**
     * At equal shares half of the knowledge has to come from stable, which Wald's test is told: a test that knew both
     * rates but not that the first one stays would need 2.5 times its requests there.
     */
    @ParameterizedTest(name = "{0} to canary")
    @CsvSource({"0.01, 1.3", "0.05, 1.4", "0.1, 1.5", "0.5, 3"})
    void oneToThreePercentIsFoundNearlyAsFastAsByATestThatIsToldBoth(double share, double factor) {
        var draw = new Draw(7);
        long requests = 0;
        for (int i = 0; i < RELEASES; i++) {
            var judge = new Judge(Rules.againstStable(0));
            double due = 0;
            while (judge.now().outcome() != Judgement.Outcome.FAILED) {
                due += 100 * share;
                long canary = (long) due;
                due -= canary;
                long stable = 100 - canary;
                judge.take(
                        Duration.ofSeconds(1),
                        Answers.of(stable, draw.bad(stable, 0.01)),
                        Answers.of(canary, draw.bad(canary, 0.03)));
                requests += canary;
            }
        }
        double wald = Wald.requests(0.01, 0.03, 0.01, 5000, draw);
        assertThat(requests / (double) RELEASES / wald).isLessThanOrEqualTo(factor);
    }
}
