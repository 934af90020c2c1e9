package dev.serin.plan;

import static dev.serin.plan.Gated.job;
import static dev.serin.plan.Gated.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Analysis.Insufficient;
import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.GateStatus;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from what gates answer, told with a stepped clock. */
class GatingTest {
    private static final Duration HOLD = Duration.ofSeconds(70);

    private static Gated begin(AnalysisGate... gates) {
        var gated = new Gated(gates);
        gated.world.strategy = Strategy.steps(new Step(10, "1m"), new Step(50, "1m"), new Step(100, "0s"));
        gated.settle();
        return gated;
    }

    /** Asked at its point, with one answer again and again. */
    @ParameterizedTest(name = "{0} {1} of a Job: {2}: weight {3}, {4}")
    @CsvSource({
        "Start,     Passed,       false, 10, HoldingStep",
        "Start,     Failed,       false,  0, GateFailed",
        "Start,     Inconclusive, false,  0, AwaitingGate",
        "Start,     Running,      false,  0, AwaitingGate",
        "Start,     ,             false,  0, AwaitingGate",
        "Start,     Passed,       true,  10, HoldingStep",
        "Start,     Failed,       true,   0, GateFailed",
        "Start,     Running,      true,   0, AwaitingGate",
        "Step,      Passed,       false, 50, HoldingStep",
        "Step,      Failed,       false,  0, GateFailed",
        "Step,      Inconclusive, false, 10, AwaitingGate",
        "Step,      ,             false, 10, AwaitingGate",
        "Step,      Passed,       true,  50, HoldingStep",
        "Step,      Failed,       true,   0, GateFailed",
        "Step,      Running,      true,  10, AwaitingGate",
        "Promotion, Passed,       false, 100, Completed",
        "Promotion, Failed,       false,   0, GateFailed",
        "Promotion, Inconclusive, false,  50, AwaitingGate",
        "Promotion, ,             false,  50, AwaitingGate",
        "Promotion, Passed,       true,  100, Completed",
        "Promotion, Running,      true,   50, AwaitingGate",
    })
    void whatFollows(When when, @Nullable State says, boolean ofJob, int weight, String reason) {
        Gated gated = begin(ofJob ? job("g", when) : webhook("g", 0, when));
        assertThat(gated.world.canary()).isEqualTo(when == When.Start ? 0 : 10);
        if (says != null) {
            gated.says("g", when, says);
        }
        gated.answer();
        if (when != When.Start) {
            gated.pass(HOLD.multipliedBy(when == When.Promotion ? 2 : 1));
        }
        assertThat(gated.world.canary()).isEqualTo(weight);
        assertThat(gated.reason()).isEqualTo(reason);
        if (reason.equals("AwaitingGate")) {
            assertThat(gated.world.status.next()).contains("Awaited is g (" + when + "): ");
            assertThat(gated.world.status.phase()).isEqualTo(Phase.Progressing);
        }
    }

    @Test
    void whatFailedIsSaidAndNothingIsAskedAnyMore() {
        Gated gated = begin(webhook("board", 0, When.Start));
        gated.says("board", When.Start, State.Failed);
        gated.answer();
        Condition stalled = gated.world.status.condition("Stalled").orElseThrow();
        assertThat(stalled.reason()).isEqualTo("GateFailed");
        assertThat(stalled.message())
                .isEqualTo("Gate board (Start) failed: board Start says Failed. Canary (r1) gets no request any more.");
        assertThat(gated.asked).isEmpty();
        assertThat(gated.state("board", When.Start)).isEqualTo(State.Failed);
        assertThat(gated.world.status.history().getFirst().outcome()).isEqualTo(PastRelease.Outcome.RolledBack);
    }

    @Test
    void aPassForStartIsNotAskedAgainWhoeverDecidesNext() {
        Gated gated = begin(webhook("board", 0, When.Start), job("smoke", When.Start));
        gated.says("smoke", When.Start, State.Passed);
        gated.answer();
        assertThat(gated.asked).extracting(question -> question.gate().name()).containsExactly("board");
        gated.restart();
        assertThat(gated.state("smoke", When.Start)).isEqualTo(State.Passed);
        assertThat(gated.asked).extracting(question -> question.gate().name()).containsExactly("board");
        gated.says("board", When.Start, State.Passed);
        gated.answer();
        assertThat(gated.world.canary()).isEqualTo(10);
        assertThat(gated.asked).isEmpty();
    }

    @Test
    void itIsInTheStatusBeforeItIsAsked() {
        Gated gated = new Gated(job("smoke", When.Start));
        gated.judged.facts();
        World world = gated.world;
        for (int i = 0; i < 10; i++) {
            Plan plan = world.persist();
            plan.course().questions().forEach(question -> {
                assertThat(gated.state("smoke", When.Start)).isEqualTo(State.Running);
                assertThat(question.point().attempt())
                        .isEqualTo(gated.judged.analysed().since());
            });
            world.publish(plan);
            world.proxies.forEach(world::confirm);
        }
        assertThat(gated.answered()).hasSize(1);
    }

    @Test
    void inconclusiveForLongIsStalledAndNeverSuccess() {
        Gated gated = begin(webhook("board", 0, When.Start));
        gated.says("board", When.Start, State.Inconclusive);
        gated.pass(Duration.ofMinutes(11));
        assertThat(gated.world.canary()).isZero();
        Condition stalled = gated.world.status.condition("Stalled").orElseThrow();
        assertThat(stalled.reason()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(stalled.message()).contains("board (Start): board Start says Inconclusive");
        gated.says("board", When.Start, State.Passed);
        gated.answer();
        assertThat(gated.world.canary()).as("it goes on by itself").isEqualTo(10);
        assertThat(gated.world.status.condition("Stalled").orElseThrow().isTrue())
                .isFalse();
    }

    @Test
    void aJobThatRunsHasItsOwnTime() {
        Gated gated = begin(job("smoke", When.Start));
        gated.says("smoke", When.Start, State.Running);
        gated.pass(Duration.ofMinutes(30));
        assertThat(gated.world.status.condition("Stalled").orElseThrow().isTrue())
                .isFalse();
        gated.says("smoke", When.Start, State.Inconclusive);
        gated.pass(Duration.ofMinutes(11));
        assertThat(gated.world.status.condition("Stalled").orElseThrow().isTrue())
                .as("it cannot be made")
                .isTrue();
    }

    @Test
    void aFailureInTheMiddleOfAHoldGoesBackAtOnceAlsoWhilePaused() {
        Gated gated = begin(webhook("rate", 0, When.Step));
        gated.says("rate", When.Step, State.Passed);
        gated.pass(Duration.ofSeconds(20));
        gated.world.paused = true;
        gated.settle();
        gated.says("rate", When.Step, State.Failed);
        gated.answer();
        assertThat(gated.world.canary()).isZero();
        assertThat(gated.judged.failure()).isEqualTo("GateFailed");
    }

    @Test
    void asManyFailuresAsTheLimitArePutUpWithAtEachWeight() {
        Gated gated = begin(webhook("rate", 2, When.Step));
        gated.says("rate", When.Step, State.Failed);
        gated.answer();
        gated.settle();
        gated.settle();
        assertThat(gated.answered().getFirst().failures())
                .as("the same answer is counted once")
                .isEqualTo(1);
        gated.restart();
        gated.world.pass(Duration.ofSeconds(1));
        gated.answer();
        assertThat(gated.answered().getFirst().failures()).isEqualTo(2);
        assertThat(gated.judged.failure()).isEmpty();
        gated.says("rate", When.Step, State.Passed);
        gated.pass(HOLD);
        assertThat(gated.world.canary()).isEqualTo(50);
        assertThat(gated.answered().getFirst().failures()).as("another weight").isZero();
        gated.says("rate", When.Step, State.Failed);
        gated.pass(Duration.ofSeconds(15));
        assertThat(gated.judged.failure()).isEqualTo("GateFailed");
    }

    @Test
    void anOldPassEndsNoHold() {
        Gated gated = begin(webhook("rate", 0, When.Step));
        gated.says("rate", When.Step, State.Passed);
        gated.pass(Duration.ofSeconds(20));
        gated.says.clear();
        List<GateAnswer> last = gated.judged.gates;
        gated.judged.gates = last;
        gated.world.pass(Duration.ofMinutes(3));
        gated.settle();
        assertThat(gated.world.canary()).isEqualTo(10);
        assertThat(gated.reason()).isEqualTo("AwaitingGate");
        gated.restart();
        assertThat(gated.world.canary())
                .as("what the status says was asked before")
                .isEqualTo(10);
        gated.says("rate", When.Step, State.Passed);
        gated.answer();
        assertThat(gated.world.canary()).isEqualTo(50);
    }

    @Test
    void aJobIsRunOnceAtEachWeightAndKnownByItsNameAlone() {
        Gated gated = begin(job("load", When.Step));
        gated.says("load", When.Step, State.Passed);
        gated.answer();
        gated.restart();
        gated.says.clear();
        gated.pass(HOLD);
        assertThat(gated.world.canary()).as("it passed before the restart").isEqualTo(50);
        assertThat(gated.state("load", When.Step)).isEqualTo(State.Running);
    }

    @Test
    void whoWantsToKnowIsToldOfARollbackUntilTheyAnswer() {
        Gated gated = begin(webhook("rate", 0, When.Step), webhook("pager", 0, When.RolledBack));
        gated.says("rate", When.Step, State.Failed);
        gated.answer();
        assertThat(gated.asked).hasSize(1);
        GateQuestion told = gated.asked.getFirst();
        assertThat(told.when()).isEqualTo(When.RolledBack);
        assertThat(told.point().why()).startsWith("GateFailed: Gate rate (Step) failed: ");
        assertThat(told.point().revision()).isEqualTo("r1");
        gated.says("pager", When.RolledBack, State.Inconclusive);
        gated.answer();
        gated.restart();
        assertThat(gated.asked).as("it is the same word").containsExactly(told);
        gated.says("pager", When.RolledBack, State.Passed);
        gated.answer();
        assertThat(gated.asked).isEmpty();
        assertThat(gated.world.status.phase()).isEqualTo(Phase.Failed);
        assertThat(gated.world.canary()).isZero();
    }

    @Test
    void nobodyIsToldForEver() {
        Gated gated = begin(webhook("pager", 0, When.RolledBack));
        gated.judged.ask("abort");
        gated.settle();
        assertThat(gated.asked).hasSize(1);
        gated.world.pass(Duration.ofMinutes(10));
        gated.settle();
        assertThat(gated.asked).isEmpty();
    }

    @Test
    void aRetryAsksAnewAndAnotherRevisionToo() {
        Gated gated = begin(job("smoke", When.Start));
        gated.says("smoke", When.Start, State.Failed);
        gated.answer();
        gated.says.clear();
        gated.world.pass(Duration.ofSeconds(1));
        gated.judged.ask("retry");
        gated.settle();
        assertThat(gated.asked).hasSize(1);
        assertThat(gated.state("smoke", When.Start)).isEqualTo(State.Running);
        String attempt = gated.asked.getFirst().point().attempt();
        gated.world.pass(Duration.ofSeconds(1));
        gated.world.revision = "r2";
        gated.settle();
        assertThat(gated.asked.getFirst().point().revision()).isEqualTo("r2");
        assertThat(gated.asked.getFirst().point().attempt()).isNotEqualTo(attempt);
    }

    @Test
    void aPersonWhoPromotesGoesPastEveryGate() {
        Gated gated = begin(webhook("board", 0, When.Start, When.Promotion));
        gated.judged.ask("promote");
        gated.settle();
        assertThat(gated.world.canary()).isEqualTo(100);
        assertThat(gated.asked).isEmpty();
    }

    @Test
    void skipAnalysisAsksNobody() {
        Gated gated = begin(webhook("board", 0, When.values()));
        gated.world.skipAnalysis = true;
        gated.judged.canaryFails = 1;
        gated.judged.crash("pod a", gated.world.now);
        gated.pass(HOLD.multipliedBy(2));
        assertThat(gated.world.canary()).isEqualTo(100);
        assertThat(gated.asked).isEmpty();
        assertThat(gated.world.status.analysis()).isNull();
        assertThat(gated.world.status.condition("CanaryHealthy").orElseThrow().reason())
                .isEqualTo("NotJudged");
    }

    @Test
    void canaryIsNotKnownAsGoodWhileAGateIsUnclear() {
        Gated gated = begin(webhook("rate", 0, When.Step));
        gated.says("rate", When.Step, State.Inconclusive);
        gated.pass(Duration.ofSeconds(20));
        assertThat(gated.judged.analysed().outcome()).isEqualTo(AnalysisStatus.Outcome.Inconclusive);
        assertThat(gated.judged.analysed().message()).endsWith("; gate rate (Step): rate Step says Inconclusive");
        gated.says("rate", When.Step, State.Passed);
        gated.answer();
        assertThat(gated.judged.analysed().outcome()).isEqualTo(AnalysisStatus.Outcome.Good);
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() {
        Gated gated = begin(webhook("rate", 0, When.Step));
        gated.says("rate", When.Step, State.Passed);
        gated.pass(Duration.ofSeconds(10));
        int writes = gated.world.writes;
        gated.world.pass(Duration.ofSeconds(1));
        gated.answer();
        gated.answer();
        assertThat(gated.world.writes).isEqualTo(writes);
        assertThat(gated.answered()).extracting(GateStatus::state).containsExactly(State.Passed);
    }

    @Test
    void gatesThatAreTakenOutOfTheSpecAreForgotten() {
        Gated gated = begin(webhook("board", 0, When.Start));
        assertThat(gated.answered()).hasSize(1);
        gated.world.analysis = Judged.analysis(Insufficient.Wait, null);
        gated.settle();
        assertThat(gated.world.canary()).isEqualTo(10);
        assertThat(gated.answered()).isEmpty();
    }
}
