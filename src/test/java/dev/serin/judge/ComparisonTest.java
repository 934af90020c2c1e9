package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks every second; see {@link ComparisonPowerTest} for how fast it finds something. */
class ComparisonTest {
    private static final double FALSE_ALARM = 0.01;
    private static final int RELEASES = 1000;
    private static final int SECONDS = 600;

    /** One percent, and four standard deviations of what chance adds to it. */
    private static final double AT_MOST = FALSE_ALARM + 4 * Math.sqrt(FALSE_ALARM * (1 - FALSE_ALARM) / RELEASES);

    @ParameterizedTest(name = "{0} errors, {1} to canary, {2} requests a second")
    @CsvSource({"0.001, 0.1, 300", "0.01, 0.1, 100", "0.01, 0.5, 100", "0.1, 0.01, 100", "0.5, 0.2, 20", "0.05, 0.1, 1"
    })
    void identicalVersionsAreRarelyFoundFailing(double errors, double share, long rate) {
        assertThat(alarms(0, rate, share, t -> errors, 0)).isLessThanOrEqualTo(AT_MOST);
    }

    @Test
    void whatHappensToBothIsNoEvidence() {
        IntToDoubleFunction drift = t -> t % 200 < 20 ? 0.6 : 0.002 + 0.0001 * t;
        assertThat(alarms(0, 50, 0.1, drift, 0)).isLessThanOrEqualTo(AT_MOST);
    }

    @Test
    void aDifferenceWithinTheMarginIsNoEvidence() {
        assertThat(alarms(0.01, 100, 0.2, t -> 0.02, 0.01)).isLessThanOrEqualTo(AT_MOST);
        assertThat(alarms(0.01, 100, 0.2, t -> 0.02, 0.05))
                .as("one beyond it is")
                .isGreaterThan(0.99);
    }

    @Test
    void thereIsNoEvidenceWithoutOneOfThem() {
        var comparison = new Comparison(0);
        for (int t = 0; t < 100; t++) {
            comparison.take(Sample.NONE, new Sample(100, 100));
        }
        comparison.take(new Sample(1000, 0), new Sample(1, 0));
        assertThat(comparison.evidence().log()).isLessThan(0.1);
        comparison = new Comparison(0);
        for (int t = 0; t < 100; t++) {
            comparison.take(new Sample(100, 0), Sample.NONE);
        }
        assertThat(comparison.evidence().log()).isCloseTo(0, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 99, 999, 100_000})
    void oneBadAnswerNeverDecidesAlone(long stables) {
        var comparison = new Comparison(0);
        for (int t = 0; t < 10; t++) {
            comparison.take(new Sample(100_000, 0), Sample.NONE);
        }
        comparison.take(new Sample(stables, 0), new Sample(1, 1));
        comparison.take(new Sample(20, 0), Sample.NONE);
        assertThat(comparison.evidence().log()).isLessThan(-Math.log(FALSE_ALARM));
    }

    @Test
    void aVersionThatFailsAlwaysIsFoundWithAHandfulOfRequests() {
        var comparison = new Comparison(0);
        comparison.take(new Sample(1000, 0), Sample.NONE);
        int failures = 0;
        while (comparison.evidence().log() < -Math.log(FALSE_ALARM)) {
            comparison.take(new Sample(18, 0), new Sample(2, 2));
            failures += 2;
        }
        assertThat(failures).isLessThanOrEqualTo(6);
    }

    @Test
    void aVersionThatTurnsBadLateOrAfterAnOutageOfBothIsFound() {
        var draw = new Draw(9);
        var comparison = new Comparison(0);
        int bad = 600;
        int second = 0;
        while (comparison.evidence().log() < -Math.log(FALSE_ALARM)) {
            double errors = second >= 300 && second < 360 ? 0.5 : 0.01;
            long canary = draw.bad(100, second < bad ? errors : 0.1);
            comparison.take(new Sample(900, draw.bad(900, errors)), new Sample(100, canary));
            second++;
        }
        assertThat(second - bad).isBetween(1, 5);
    }

    @Test
    void parametersOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new Comparison(-0.1)).hasMessage("A margin of -0.1 is no share from 0 and below 1");
        assertThatThrownBy(() -> new Comparison(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Sample(3, 4)).hasMessageContaining("Of 3 requests 4 cannot be bad");
    }

    /** The share of releases in which there was enough evidence once. Errors as at each second, more of canary. */
    private static double alarms(double margin, long rate, double share, IntToDoubleFunction errors, double more) {
        int alarms = 0;
        for (int i = 0; i < RELEASES; i++) {
            var draw = new Draw(i);
            var comparison = new Comparison(margin);
            double due = 0;
            for (int t = 0; t < SECONDS; t++) {
                due += rate * share;
                long canary = (long) due;
                due -= canary;
                double now = errors.applyAsDouble(t);
                long stable = rate - canary;
                comparison.take(
                        new Sample(stable, draw.bad(stable, now)), new Sample(canary, draw.bad(canary, now + more)));
                if (comparison.evidence().log() >= -Math.log(FALSE_ALARM)) {
                    alarms++;
                    break;
                }
            }
        }
        return (double) alarms / RELEASES;
    }
}
