package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.Analysis.Insufficient;
import dev.serin.api.v1alpha1.AnalysisStatus.Outcome;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to a release that is judged, told with a stepped clock. */
class JudgingTest {
    private final Judged judged = new Judged();
    private final World world = judged.world;

    private void begin() {
        world.strategy = Strategy.steps(new Step(10, "1m"), new Step(50, "1m"), new Step(100, "0s"));
        judged.settle();
        assertThat(world.canary()).isEqualTo(10);
    }

    @Test
    void aGoodOneWalksThrough() {
        begin();
        judged.look(12);
        assertThat(world.canary()).isEqualTo(50);
        assertThat(judged.analysed().outcome())
                .as("counted anew at this weight")
                .isEqualTo(Outcome.Inconclusive);
        judged.look(14);
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
        assertThat(world.canary()).isEqualTo(100);
        PastRelease release = world.status.history().getFirst();
        assertThat(release.outcome()).isEqualTo(PastRelease.Outcome.Promoted);
        assertThat(release.image()).isEqualTo("reporter:2");
        assertThat(release.requests()).isGreaterThan(7_000);
        assertThat(release.failed()).isZero();
    }

    @Test
    void aBadOneGoesBackInOneChangeOfWeight() {
        begin();
        judged.canaryFails = 0.3;
        int weight = world.canary();
        int looks = 0;
        while (judged.failure().isEmpty()) {
            assertThat(world.canary()).as("no weight in between").isEqualTo(weight);
            judged.look();
            assertThat(++looks).as("looks of 100 requests each").isLessThan(4);
        }
        assertThat(world.canary()).isZero();
        assertThat(world.published.orElseThrow().canary()).isZero();
        assertThat(world.status.phase()).isEqualTo(Phase.Failed);
        Condition stalled = world.status.condition("Stalled").orElseThrow();
        assertThat(stalled.isTrue()).isTrue();
        assertThat(stalled.reason()).isEqualTo("WorseThanStable");
        assertThat(stalled.message())
                .matches("compareToStable \\(SuccessRate, margin 0.1, falseAlarm 1 %\\): canary failed \\d+ of \\d+"
                        + " requests, stable 0 of \\d+ meanwhile. Canary \\(r1\\) gets no request any more.");
        assertThat(world.status.condition("Ready").orElseThrow().isTrue()).isFalse();
        assertThat(world.status.condition("CanaryHealthy").orElseThrow().status())
                .isEqualTo("False");
        assertThat(world.status.history().getFirst().outcome()).isEqualTo(PastRelease.Outcome.RolledBack);
    }

    private void failed() {
        begin();
        judged.canaryFails = 0.3;
        judged.look(5);
        assertThat(judged.failure()).isEqualTo("WorseThanStable");
        judged.canaryFails = 0;
    }

    @Test
    void aFailedRevisionIsLeftAloneAndNothingIsWritten() {
        failed();
        int writes = world.writes;
        judged.look(100);
        world.pass(Duration.ofDays(1));
        judged.settle();
        assertThat(world.canary()).isZero();
        assertThat(world.writes).isEqualTo(writes);
    }

    @Test
    void anotherRevisionBeginsAnew() {
        failed();
        world.revision = "r2";
        judged.settle();
        assertThat(world.canary()).isEqualTo(10);
        assertThat(judged.failure()).isEmpty();
        assertThat(world.status.condition("Stalled").orElseThrow().isTrue()).isFalse();
        judged.look();
        assertThat(judged.analysed().requests())
                .as("earlier ones are not its own")
                .isEqualTo(100);
        assertThat(judged.analysed().failed()).isZero();
        assertThat(world.status.history()).extracting(PastRelease::revision).containsExactly("r2", "r1");
    }

    @Test
    void aRetryBeginsAnew() {
        failed();
        assertThat(judged.ask("retry").course().answer()).contains(Answer.DONE);
        assertThat(world.canary()).isEqualTo(10);
        judged.look(26);
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
        assertThat(world.status.history())
                .extracting(PastRelease::outcome)
                .containsExactly(PastRelease.Outcome.Promoted, PastRelease.Outcome.RolledBack);
    }

    @Test
    void whatBothSufferFromSendsNothingBack() {
        begin();
        judged.canaryFails = 0.2;
        judged.stableFails = 0.2;
        judged.look(30);
        assertThat(judged.failure()).isEmpty();
        assertThat(world.canary()).isEqualTo(100);
    }

    @Test
    void aRateBelowItsLimitGoesBackThoughStableIsNoBetter() {
        world.analysis = Judged.analysis(Insufficient.Wait, new Analysis.SuccessRate(99.0));
        begin();
        judged.canaryFails = 0.2;
        judged.stableFails = 0.2;
        judged.look(5);
        assertThat(judged.failure()).isEqualTo("SuccessRateTooLow");
        assertThat(world.status.condition("Stalled").orElseThrow().message())
                .startsWith("successRate (min 99 %): canary failed ");
    }

    /** {@code requests} per look of five seconds, of which canary has a tenth; a hold is over after twelve looks. */
    @ParameterizedTest(name = "{0} requests, {1}, readable {2}: weight {3} {4}")
    @CsvSource({
        "1000, Wait, true,  50, ''",
        "20,   Wait, true,  10, ''",
        "20,   Pass, true,  50, ''",
        "20,   Fail, true,   0, InsufficientTraffic",
        "0,    Wait, true,  10, ''",
        "0,    Pass, true,  50, ''",
        "0,    Fail, true,   0, InsufficientTraffic",
        "1000, Wait, false, 10, ''",
        "0,    Pass, false, 10, ''",
        "0,    Fail, false, 10, ''",
    })
    void littleTraffic(long requests, Insufficient policy, boolean readable, int weight, String failure) {
        world.analysis = Judged.analysis(policy, null);
        begin();
        judged.perLook = requests;
        judged.complete = readable;
        judged.look(14);
        assertThat(world.canary()).isEqualTo(weight);
        assertThat(judged.failure()).isEqualTo(failure);
        if (weight == 10) {
            assertThat(world.status.condition("Progressing").orElseThrow().reason())
                    .isEqualTo("AwaitingJudgement");
            judged.complete = true;
            judged.perLook = 1000;
            judged.look(2);
            assertThat(world.canary()).as("goes on when there is enough to see").isEqualTo(50);
        }
    }

    @Test
    void aLookIsTakenOnceWhoeverDecidesAgain() {
        begin();
        judged.look();
        CanaryReleaseStatus status = world.status;
        world.persist();
        judged.settle();
        assertThat(world.status).isEqualTo(status);
        assertThat(judged.analysed().requests()).isEqualTo(100);
    }

    @Test
    void anOperatorThatStartsAnewGoesOnFromTheStatus() {
        begin();
        judged.look(3);
        String evidence = judged.analysed().state();
        judged.restart();
        judged.settle();
        assertThat(judged.analysed().state()).isEqualTo(evidence);
        judged.look();
        assertThat(judged.analysed().requests()).isEqualTo(400);
    }

    @Test
    void evidenceIsKeptOverRestartsAndFewRequestsALook() {
        begin();
        judged.perLook = 50;
        judged.canaryFails = 0.4;
        for (int look = 0; look < 40 && judged.failure().isEmpty(); look++) {
            judged.look();
            judged.restart();
        }
        assertThat(judged.failure()).isEqualTo("WorseThanStable");
    }

    @Test
    void coldProgramsAreNotCounted() {
        world.analysis = new Analysis(null, null, null, null, null, null, null, "30s", null);
        begin();
        judged.canaryFails = 0.5;
        judged.look(6);
        judged.canaryFails = 0;
        judged.look(12);
        assertThat(judged.failure()).isEmpty();
        assertThat(judged.analysed().failed()).isZero();
    }

    @Test
    void podsOfAnEarlierTemplateAreAwaited() {
        judged.replaced = false;
        world.strategy = Strategy.steps(new Step(10, "1m"), new Step(100, "0s"));
        judged.settle();
        assertThat(world.canary()).isZero();
        assertThat(world.status.condition("Ready").orElseThrow().message())
                .isEqualTo("Deployment v2 is still replacing its pods. Its first weight waits until all are of the new"
                        + " template.");
        judged.replaced = true;
        judged.settle();
        assertThat(world.canary()).isEqualTo(10);
        judged.replaced = false;
        judged.settle();
        assertThat(world.canary()).as("a restart in the middle changes nothing").isEqualTo(10);
    }

    @Test
    void aWeightByHandGoesBackTooAndAsksForAPerson() {
        world.strategy = Strategy.weight(20);
        judged.settle();
        judged.canaryFails = 0.3;
        judged.look(5);
        assertThat(judged.failure()).isEqualTo("WorseThanStable");
        assertThat(world.canary()).isZero();
        judged.canaryFails = 0;
        judged.ask("retry");
        assertThat(world.canary()).isEqualTo(20);
    }

    @Test
    void pausedItGoesBackAllTheSame() {
        begin();
        world.paused = true;
        judged.canaryFails = 0.3;
        judged.look(5);
        assertThat(world.canary()).isZero();
        assertThat(world.status.phase()).isEqualTo(Phase.Failed);
    }

    @Test
    void withoutTrafficNothingIsWritten() {
        begin();
        judged.perLook = 0;
        judged.look(2);
        int writes = world.writes;
        judged.look(8);
        assertThat(world.writes).isEqualTo(writes);
    }

    @Test
    void historyHasTheLastTen() {
        begin();
        for (int i = 2; i < 20; i++) {
            world.revision = "r" + i;
            judged.settle();
        }
        assertThat(world.status.history())
                .hasSize(10)
                .extracting(PastRelease::revision)
                .startsWith("r19", "r18")
                .endsWith("r10");
        assertThat(world.status.history().get(1).outcome()).isEqualTo(PastRelease.Outcome.Superseded);
    }
}
