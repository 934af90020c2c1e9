package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.judge.Judgement.Check;
import dev.serin.judge.Judgement.Outcome;
import dev.serin.judge.Rules.AgainstStable;
import dev.serin.judge.Rules.Insufficient;
import dev.serin.judge.Rules.LatencyLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final List<Double> BOUNDS = List.of(10.0, 50.0, 100.0, 500.0);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Rules limits(long minRequests, Insufficient insufficient) {
        return new Rules(
                0.01,
                OptionalDouble.of(99),
                Optional.of(new LatencyLimit(99, 100)),
                Optional.empty(),
                minRequests,
                insufficient,
                Duration.ZERO);
    }

    private static Rules latencyAgainstStable() {
        return new Rules(
                0.01,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.of(new AgainstStable(0, OptionalDouble.of(99))),
                0,
                Insufficient.WAIT,
                Duration.ZERO);
    }

    private static Answers answers(long failed, Long... byBucket) {
        var latencies = new Histogram(BOUNDS, List.of(byBucket));
        return new Answers(new Sample(latencies.total(), failed), latencies);
    }

    @ParameterizedTest(name = "{0} of {1} failed, {2} slow: {3}")
    @CsvSource({
        "0, 1000, 0, GOOD, ALL",
        "10, 1000, 10, GOOD, ALL",
        "13, 1000, 0, INCONCLUSIVE, SUCCESS_RATE",
        "0, 1000, 13, INCONCLUSIVE, LATENCY",
        "100, 1000, 0, FAILED, SUCCESS_RATE",
        "0, 1000, 100, FAILED, LATENCY",
        "0, 99, 0, INCONCLUSIVE, REQUESTS",
        "2, 99, 0, INCONCLUSIVE, REQUESTS",
        "30, 99, 0, FAILED, SUCCESS_RATE",
    })
    void fixedLimitsFailWhatIsBeyondDoubtAndPassWhatKeepsThem(
            long failed, long requests, long slow, Outcome outcome, Check check) {
        var judge = new Judge(limits(100, Insufficient.WAIT));
        judge.take(SECOND, Answers.NONE, answers(failed, requests - slow, 0L, 0L, slow, 0L));
        assertThat(judge.now().outcome()).as(judge.now().message()).isEqualTo(outcome);
        assertThat(judge.now().check()).isEqualTo(check);
    }

    @ParameterizedTest
    @CsvSource({"WAIT, INCONCLUSIVE", "PASS, GOOD", "FAIL, FAILED"})
    void tooFewRequestsHaveTheOutcomeThatTheRulesGiveThemAtTheEndOfAHold(Insufficient rule, Outcome outcome) {
        var judge = new Judge(limits(100, rule));
        judge.take(SECOND, answers(0, 500L, 0L, 0L, 0L, 0L), answers(0, 5L, 0L, 0L, 0L, 0L));
        assertThat(judge.now().outcome()).as("while it lasts").isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(judge.atEndOfHold().outcome()).isEqualTo(outcome);
        assertThat(judge.atEndOfHold().message()).isEqualTo("5 of 100 requests at this weight");
    }

    @Test
    void nothingIsNeverGood() {
        var judge = new Judge(Rules.againstStable(0));
        assertThat(judge.atEndOfHold().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        judge.take(SECOND, Answers.of(1000, 0), Answers.NONE);
        assertThat(judge.atEndOfHold().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(Sample.NONE.share()).isNaN();
    }

    @Test
    void unknownLatenciesAreNeverGood() {
        var judge = new Judge(limits(0, Insufficient.PASS));
        judge.take(SECOND, Answers.NONE, Answers.of(1000, 0));
        assertThat(judge.atEndOfHold().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(judge.atEndOfHold().check()).isEqualTo(Check.LATENCY);
    }

    @Test
    void requestsAreCountedAnewForEachWeightAndEvidenceStays() {
        var judge = new Judge(limits(100, Insufficient.WAIT));
        judge.take(SECOND, Answers.NONE, answers(0, 200L, 0L, 0L, 0L, 0L));
        judge.nextWeight();
        assertThat(judge.now().check()).isEqualTo(Check.REQUESTS);
        judge.take(SECOND, Answers.NONE, answers(100, 200L, 0L, 0L, 0L, 0L));
        judge.nextWeight();
        assertThat(judge.now().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void theFirstSecondsOfACanaryDoNotCount() {
        var rules = new Rules(
                0.01,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.of(new AgainstStable(0, OptionalDouble.empty())),
                0,
                Insufficient.WAIT,
                Duration.ofSeconds(10));
        var judge = new Judge(rules);
        judge.take(Duration.ofMinutes(1), Answers.of(1000, 0), Answers.NONE);
        for (int t = 0; t < 10; t++) {
            judge.take(SECOND, Answers.of(90, 0), Answers.of(10, 10));
        }
        assertThat(judge.now().check()).as("cold").isEqualTo(Check.REQUESTS);
        judge.take(SECOND, Answers.of(90, 0), Answers.of(10, 0));
        assertThat(judge.now().outcome()).as("warm").isEqualTo(Outcome.GOOD);
        var resumed =
                new Judge(rules, StateText.read(StateText.write(judge.state())).orElseThrow());
        resumed.take(SECOND, Answers.of(90, 0), Answers.of(10, 10));
        assertThat(resumed.now().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void moreSlowAnswersThanStablesAreFoundWithoutALimitAndWhatSlowsBothIsNot() {
        var draw = new Draw(3);
        var slower = new Judge(latencyAgainstStable());
        var both = new Judge(latencyAgainstStable());
        for (int t = 0; t < 120; t++) {
            slower.take(SECOND, tail(900, 0.02, draw), tail(100, 0.06, draw));
            double load = 0.01 + 0.002 * t;
            both.take(SECOND, tail(900, load, draw), tail(100, load, draw));
        }
        assertThat(slower.now().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(slower.now().check()).isEqualTo(Check.LATENCY_AGAINST_STABLE);
        assertThat(slower.now().message()).endsWith("more of its answers than of stable's took longer than 500.0 ms");
        assertThat(both.now().outcome()).as(both.now().message()).isEqualTo(Outcome.GOOD);
    }

    /** Most within 50 ms; of the slow ones, a quarter above 500 ms. */
    private static Answers tail(long n, double slow, Draw draw) {
        long above = draw.bad(n, slow);
        long far = draw.bad(above, 0.25);
        return answers(0, n / 2, n - n / 2 - above, 0L, above - far, far);
    }

    @Test
    void aJudgeThatIsResumedGoesOnWhereItWas() {
        var draw = new Draw(5);
        var rules = latencyAgainstStable();
        var judge = new Judge(rules);
        for (int t = 0; t < 40; t++) {
            judge.take(SECOND, tail(900, 0.02, draw), tail(100, 0.03, draw));
        }
        String text = StateText.write(judge.state());
        var resumed = new Judge(rules, StateText.read(text).orElseThrow());
        assertThat(text.length()).isLessThan(600);
        assertThat(StateText.write(resumed.state())).isEqualTo(text);
        judge.now()
                .findings()
                .forEach(before -> assertThat(resumed.now().findings())
                        .filteredOn(after -> after.check() == before.check())
                        .allSatisfy(after -> assertThat(after.log()).isBetween(before.log() - 0.001, before.log())));
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "FAILURES_AGAINST_STABLE=1", "'learned=1,2,NaN,weight=1'"})
    void aStateThatCannotBeReadIsNone(String text) {
        assertThat(StateText.read(text)).isEmpty();
    }

    @Test
    void rulesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new LatencyLimit(100, 5))
                .hasMessage("percentile is 100.0; it must be above 0 and below 100");
        assertThatThrownBy(() -> new AgainstStable(-1, OptionalDouble.empty()))
                .hasMessageStartingWith("margin is -1.0");
        assertThatThrownBy(() -> new AgainstStable(Double.NaN, OptionalDouble.empty()))
                .hasMessageContaining("NaN");
    }
}
