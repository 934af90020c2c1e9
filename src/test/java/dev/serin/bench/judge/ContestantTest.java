package dev.serin.bench.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.bench.judge.Contestant.Decider;
import dev.serin.bench.judge.Contestant.Decision;
import dev.serin.judge.Answers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the other tools' rules are what those tools say. */
class ContestantTest {
    private static final Release RELEASE =
            new Release(1, 100, false, 0.01, Release.Drift.NONE, Release.Kind.IDENTICAL, false);

    private static List<Decision> minutes(Contestant contestant, long... failed) {
        Decider decider = contestant.begin(RELEASE);
        List<Decision> decisions = new ArrayList<>();
        for (long each : failed) {
            decisions.add(decider.decide(second(each)));
            for (int i = 1; i < Minute.SECONDS; i++) {
                decisions.set(decisions.size() - 1, decider.decide(second(0)));
            }
        }
        return decisions;
    }

    private static Traffic.Second second(long failed) {
        return new Traffic.Second(Answers.of(100, 0), Answers.of(10, failed));
    }

    @Test
    void flaggerHoldsForAFailedCheckAndRollsBackAtTheTickAfterTheFifth() {
        assertThat(minutes(new Flagger(false), 0, 7, 0, 7, 7, 7, 7, 0))
                .containsExactly(
                        Decision.NEXT,
                        Decision.STAY,
                        Decision.NEXT,
                        Decision.STAY,
                        Decision.STAY,
                        Decision.STAY,
                        Decision.STAY,
                        Decision.BACK);
        assertThat(minutes(new Flagger(true), 7)).as("fitted to 1 %").containsExactly(Decision.NEXT);
    }

    @Test
    void argoGoesOnMeanwhileAndRollsBackAtTheFourthFailure() {
        assertThat(minutes(new Argo(false), 7, 7, 0, 7, 7))
                .containsExactly(Decision.NEXT, Decision.NEXT, Decision.NEXT, Decision.NEXT, Decision.BACK);
    }

    @Test
    void withoutRequestsAThresholdIsNotKept() {
        Decider flagger = new Flagger(false).begin(RELEASE);
        Decision last = Decision.NEXT;
        for (int i = 0; i < Minute.SECONDS; i++) {
            last = flagger.decide(new Traffic.Second(Answers.of(1, 0), Answers.NONE));
        }
        assertThat(last).isEqualTo(Decision.STAY);
    }

    @Test
    void mannWhitneyTellsWhatDoesNotOverlap() {
        double[] low = {1, 1.1, 0.9, 1.05, 0.95, 1};
        double[] high = {3, 3.1, 2.9, 3.2, 3.05, 2.95};
        assertThat(MannWhitney.isHigh(low, high)).isTrue();
        assertThat(MannWhitney.isHigh(high, low)).isFalse();
        assertThat(MannWhitney.isHigh(low, low)).isFalse();
        assertThat(MannWhitney.isHigh(new double[] {1, 1, 1, 1}, new double[] {9, 9, 9, 9}))
                .as("too few")
                .isFalse();
    }
}
