package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Step.Approval;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people ask for by the annotation, and what comes of it; without an analysis, as far as it goes. */
class PeopleTest {
    private final Judged judged = new Judged();
    private final World world = judged.world;

    private void begin() {
        world.analysis = null;
        world.strategy = Strategy.steps(
                new Step(10, "1m", Approval.Required), new Step(50, "1m", Approval.Required), new Step(100, "0s"));
        judged.settle();
    }

    private void pass(int minutes) {
        world.pass(Duration.ofMinutes(minutes));
        judged.settle();
    }

    private void refused(String action, String why) {
        Optional<String> answer = judged.ask(action).course().answer().flatMap(Answer::refusal);
        assertThat(answer).as(action).contains(why);
    }

    @Test
    void aStepThatNeedsApprovalWaitsForIt() {
        begin();
        pass(60);
        assertThat(world.canary()).isEqualTo(10);
        assertThat(world.status.condition("Progressing").orElseThrow().reason()).isEqualTo("AwaitingApproval");
        assertThat(world.status.next())
                .isEqualTo("Goes on when a person approves: annotate the release with serin.dev/action=approve.");
        judged.ask("approve");
        assertThat(world.canary()).isEqualTo(50);
        pass(60);
        assertThat(world.canary()).as("the next one is another matter").isEqualTo(50);
        judged.ask("approve");
        assertThat(world.canary()).isEqualTo(100);
        refused("approve", "The present step needs no approval.");
    }

    @Test
    void approvalBeforeTheHoldIsOverDoesNotShortenIt() {
        begin();
        judged.ask("approve");
        assertThat(world.canary()).isEqualTo(10);
        pass(1);
        assertThat(world.canary()).isEqualTo(50);
    }

    @Test
    void anAnnotationThatIsFoundAgainIsTakenUpOnce() {
        begin();
        pass(60);
        world.action = Optional.of("approve");
        judged.settle();
        assertThat(world.canary()).isEqualTo(50);
        pass(60);
        assertThat(world.canary()).as("the same annotation still stands").isEqualTo(50);
    }

    @Test
    void promoteGoesToTheLastStepAtOnce() {
        begin();
        judged.ask("promote");
        assertThat(world.canary()).isEqualTo(100);
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
        assertThat(world.status.history().getFirst().outcome()).isEqualTo(PastRelease.Outcome.Promoted);
        world.revision = "r2";
        judged.settle();
        assertThat(world.canary()).as("the next revision takes its steps").isEqualTo(10);
    }

    @Test
    void abortGoesBackUntilRetry() {
        begin();
        judged.ask("abort");
        assertThat(world.canary()).isZero();
        assertThat(world.status.phase()).isEqualTo(Phase.Failed);
        assertThat(judged.failure()).isEqualTo("Aborted");
        assertThat(world.status.history().getFirst().outcome()).isEqualTo(PastRelease.Outcome.Aborted);
        refused("abort", "This revision has been sent back already.");
        judged.ask("retry");
        assertThat(world.canary()).isEqualTo(10);
        refused("retry", "This revision has not been sent back: there is nothing to try again.");
    }

    @Test
    void pauseHoldsEverythingUntilResume() {
        world.strategy = Strategy.steps(new Step(10, "10m"), new Step(100, "0s"));
        world.analysis = null;
        judged.settle();
        pass(4);
        judged.ask("pause");
        assertThat(world.status.phase()).isEqualTo(Phase.Paused);
        assertThat(world.status.next()).isEqualTo("The release goes on by serin.dev/action=resume.");
        pass(600);
        assertThat(world.canary()).isEqualTo(10);
        refused("pause", "The release is paused already.");
        judged.ask("resume");
        pass(5);
        assertThat(world.canary()).isEqualTo(10);
        pass(1);
        assertThat(world.canary()).isEqualTo(100);
        refused("resume", "The release is not paused.");
    }

    @Test
    void whatTheSpecPausesNoActionResumes() {
        begin();
        world.paused = true;
        judged.settle();
        refused("resume", "spec.paused is true: set it to false to go on.");
        judged.ask("abort");
        assertThat(world.canary()).as("back goes always").isZero();
    }

    @Test
    void aWeightByHandCannotBePromoted() {
        world.analysis = null;
        world.strategy = Strategy.weight(10);
        judged.settle();
        refused("promote", "There are no steps: set spec.strategy.weight to what canary shall get.");
        assertThat(judged.ask("rebalance").course().answer()).isEmpty();
        assertThat(judged.ask("dance").course().answer()).isEmpty();
    }
}
