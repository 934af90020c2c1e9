package dev.serin.plan;

import static dev.serin.plan.Gated.job;
import static dev.serin.plan.Gated.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.GateStatus;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.Phase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from what gates answer, told with a stepped clock. */
class GatingTest {
    private static final Duration HOLD = Duration.ofSeconds(70);

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
        Gated gated = Gated.begin(ofJob ? job("g", when) : webhook("g", 0, when));
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
        Gated gated = Gated.begin(webhook("board", 0, When.Start));
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
        Gated gated = Gated.begin(webhook("board", 0, When.Start), job("smoke", When.Start));
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
        Gated gated = Gated.begin(webhook("board", 0, When.Start));
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
        Gated gated = Gated.begin(job("smoke", When.Start));
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
        Gated gated = Gated.begin(webhook("rate", 0, When.Step));
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
        Gated gated = Gated.begin(webhook("rate", 2, When.Step));
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
        Gated gated = Gated.begin(webhook("rate", 0, When.Step));
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
        Gated gated = Gated.begin(job("load", When.Step));
        gated.says("load", When.Step, State.Passed);
        gated.answer();
        gated.restart();
        gated.says.clear();
        gated.pass(HOLD);
        assertThat(gated.world.canary()).as("it passed before the restart").isEqualTo(50);
        assertThat(gated.state("load", When.Step)).isEqualTo(State.Running);
    }

    @Test
    void canaryIsNotKnownAsGoodWhileAGateIsUnclear() {
        Gated gated = Gated.begin(webhook("rate", 0, When.Step));
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
        Gated gated = Gated.begin(webhook("rate", 0, When.Step));
        gated.says("rate", When.Step, State.Passed);
        gated.pass(Duration.ofSeconds(10));
        int writes = gated.world.writes;
        gated.world.pass(Duration.ofSeconds(1));
        gated.answer();
        gated.answer();
        assertThat(gated.world.writes).isEqualTo(writes);
        assertThat(gated.answered()).extracting(GateStatus::state).containsExactly(State.Passed);
    }
}
