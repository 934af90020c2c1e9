package dev.serin.plan;

import static dev.serin.plan.Gated.job;
import static dev.serin.plan.Gated.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Analysis.Insufficient;
import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Gates when people change their mind, and after a rollback. */
class GatesAndPeopleTest {
    @Test
    void whoWantsToKnowIsToldOfARollbackUntilTheyAnswer() {
        Gated gated = Gated.begin(webhook("rate", 0, When.Step), webhook("pager", 0, When.RolledBack));
        gated.says("rate", When.Step, State.Failed);
        gated.answer();
        assertThat(gated.asked).hasSize(1);
        GateQuestion told = gated.asked.getFirst();
        assertThat(told.when()).isEqualTo(When.RolledBack);
        assertThat(told.point().why()).startsWith("GateFailed: Gate rate (Step) failed: ");
        assertThat(told.point().revision()).isEqualTo("r1");
        gated.says("pager", When.RolledBack, State.Inconclusive);
        gated.answer();
        gated.world.pass(Duration.ofSeconds(1));
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
        Gated gated = Gated.begin(webhook("pager", 0, When.RolledBack));
        gated.judged.ask("abort");
        gated.settle();
        assertThat(gated.asked).hasSize(1);
        gated.world.pass(Duration.ofMinutes(10));
        gated.settle();
        assertThat(gated.asked).isEmpty();
    }

    @Test
    void aRetryAsksAnewAndAnotherRevisionToo() {
        Gated gated = Gated.begin(job("smoke", When.Start));
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
        Gated gated = Gated.begin(webhook("board", 0, When.Start, When.Promotion));
        gated.judged.ask("promote");
        gated.settle();
        assertThat(gated.world.canary()).isEqualTo(100);
        assertThat(gated.asked).isEmpty();
    }

    @Test
    void skipAnalysisAsksNobody() {
        Gated gated = Gated.begin(webhook("board", 0, When.values()));
        gated.world.skipAnalysis = true;
        gated.judged.canaryFails = 1;
        gated.judged.crash("pod a", gated.world.now);
        gated.pass(Duration.ofMinutes(3));
        assertThat(gated.world.canary()).isEqualTo(100);
        assertThat(gated.asked).isEmpty();
        assertThat(gated.world.status.analysis()).isNull();
        assertThat(gated.world.status.condition("CanaryHealthy").orElseThrow().reason())
                .isEqualTo("NotJudged");
    }

    @Test
    void gatesThatAreTakenOutOfTheSpecAreForgotten() {
        Gated gated = Gated.begin(webhook("board", 0, When.Start));
        assertThat(gated.answered()).hasSize(1);
        gated.world.analysis = Judged.analysis(Insufficient.Wait, null);
        gated.settle();
        assertThat(gated.world.canary()).isEqualTo(10);
        assertThat(gated.answered()).isEmpty();
    }
}
