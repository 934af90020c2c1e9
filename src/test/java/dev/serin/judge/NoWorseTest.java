package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.judge.Judgement.Outcome;
import dev.serin.judge.Rules.AgainstStable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoWorseTest {
    private static final int RELEASES = 500;
    private static final int LOOKS = 400;
    private static final double FALSE_ALARM = 0.01;
    private static final double AT_MOST = FALSE_ALARM + 4 * Math.sqrt(FALSE_ALARM * (1 - FALSE_ALARM) / RELEASES);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Rules rules(double margin, OptionalDouble least, long minRequests) {
        return new Rules(
                FALSE_ALARM,
                least,
                Optional.empty(),
                Optional.of(new AgainstStable(margin, true, OptionalDouble.empty(), true)),
                minRequests,
                Rules.Insufficient.PASS,
                Duration.ZERO);
    }

    private static Rules rules(double margin) {
        return rules(margin, OptionalDouble.empty(), 0);
    }

    @ParameterizedTest(name = "stable {0} of {1}, canary {2} of {3}, margin {4}")
    @CsvSource({
        "0.01, 18, 0.01, 2, 0.005",
        "0.0001, 30, 0.0001, 10, 0.001",
        "0.2, 9, 0.25, 21, 0.1",
        "0.5, 5, 0.2, 5, 0.3",
        "0.0001, 1, 0.0001, 19, 0.5",
    })
    void noWayInWhichCanaryIsWorseByTheMarginMakesABetGainOnAverage(
            double stable, int stables, double canary, int canaries, double margin) {
        var none = NearestNull.ofWorse(stable, stables, canary, canaries, margin);
        for (double ofStable = 0; ofStable <= 1 - margin; ofStable += 0.01) {
            for (double ofCanary = ofStable + margin; ofCanary <= 1; ofCanary += 0.05) {
                double expected = expected(stables, ofStable, stable, none.stable())
                        * expected(canaries, ofCanary, canary, none.canary());
                assertThat(expected).as(ofStable + " and " + ofCanary).isLessThan(1 + 1e-9);
            }
        }
        assertThat(expected(stables, stable, stable, none.stable()) * expected(canaries, canary, canary, none.canary()))
                .as("one that is no worse does")
                .isGreaterThan(1);
    }

    private static double expected(int n, double truth, double supposed, double allowed) {
        double each = truth * supposed / allowed + (1 - truth) * (1 - supposed) / (1 - allowed);
        return Math.pow(each, n);
    }

    /** A release that has a thousand requests a second, and another weight every hundred looks. */
    private static double endedEarly(double errors, double more, double margin) {
        int ended = 0;
        for (int i = 0; i < RELEASES; i++) {
            var draw = new Draw(1000 + i);
            var judge = new Judge(rules(margin * 100));
            boolean early = false;
            for (int look = 0; look < LOOKS && !early; look++) {
                if (look % 100 == 0) {
                    judge.nextWeight();
                }
                judge.take(
                        SECOND, Answers.of(800, draw.bad(800, errors)), Answers.of(200, draw.bad(200, errors + more)));
                early = judge.noWorse().isPresent();
            }
            ended += early ? 1 : 0;
        }
        return (double) ended / RELEASES;
    }

    @ParameterizedTest(name = "{0} errors, margin {1}")
    @CsvSource({"0, 0.005", "0.01, 0.01", "0.1, 0.02"})
    void oneThatIsWorseByTheMarginIsRarelyLetThroughEarly(double errors, double margin) {
        assertThat(endedEarly(errors, margin, margin)).isLessThanOrEqualTo(AT_MOST);
        assertThat(endedEarly(errors, 0, margin)).as("one like stable is").isGreaterThan(0.95);
    }

    private static Judge shown(Rules rules) {
        var judge = new Judge(rules);
        judge.nextWeight();
        for (int look = 0; look < 20; look++) {
            judge.take(SECOND, Answers.of(900, 9), Answers.of(100, 1));
        }
        return judge;
    }

    @Test
    void eachWeightBeginsAnewAndNeedsMore() {
        Judge judge = shown(rules(2));
        assertThat(judge.noWorse())
                .hasValueSatisfying(why -> assertThat(why)
                        .isEqualTo(
                                "canary is worse than stable by less than 2.0 percentage points, beyond doubt: it failed 20 of"
                                        + " 2000 requests at this weight"));
        double first = judge.progressOfNoWorse().orElseThrow();
        judge.nextWeight();
        assertThat(judge.noWorse()).isEmpty();
        assertThat(judge.progressOfNoWorse()).hasValue(0);
        for (int look = 0; look < 20; look++) {
            judge.take(SECOND, Answers.of(900, 9), Answers.of(100, 1));
        }
        assertThat(judge.progressOfNoWorse().orElseThrow())
                .as("a smaller part of what may go wrong")
                .isLessThan(first);
    }

    @Test
    void whatIsShownStaysShownOverARestart() {
        Judge judge = shown(rules(2));
        String text = StateText.write(judge.state());
        var resumed = new Judge(rules(2), StateText.read(text).orElseThrow());
        assertThat(resumed.noWorse()).isEqualTo(judge.noWorse());
        assertThat(StateText.write(resumed.state())).isEqualTo(text);
    }

    @Test
    void whatElseIsAskedForHasToHoldToo() {
        assertThat(shown(rules(2, OptionalDouble.of(99.5), 0)).noWorse())
                .as("its success rate is too low")
                .isEmpty();
        assertThat(shown(rules(2, OptionalDouble.empty(), 5000)).noWorse())
                .as("too few requests, whatever is to follow from them")
                .isEmpty();
        assertThat(new Judge(Rules.againstStable(2)).progressOfNoWorse())
                .as("it is not asked for")
                .isEmpty();
        assertThat(new Judge(rules(0)).progressOfNoWorse())
                .as("no difference at all cannot be ruled out")
                .isEmpty();
        assertThat(shown(rules(2)).now().outcome()).isEqualTo(Outcome.GOOD);
    }

    @Test
    void bothComparisonsHaveToShowIt() {
        var rules = new Rules(
                FALSE_ALARM,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.of(new AgainstStable(2, true, OptionalDouble.of(99), true)),
                0,
                Rules.Insufficient.WAIT,
                Duration.ZERO);
        assertThat(shown(rules).progressOfNoWorse())
                .as("latencies are not known")
                .hasValue(0);
    }
}
