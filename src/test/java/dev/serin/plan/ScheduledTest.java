package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Schedule;
import dev.serin.api.v1alpha1.Schedule.Day;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Releases whose steps may begin at certain times only. The model's first day is a Thursday, at midnight. */
class ScheduledTest {
    private static final Schedule OFFICE =
            new Schedule(List.of(Day.Mon, Day.Tue, Day.Wed, Day.Thu, Day.Fri), "09:00-17:00", "Europe/Berlin");
    private static final Instant OPENS = Instant.parse("2026-01-01T08:00:00Z");

    private final World world = new World();

    private void begin() {
        world.schedule = OFFICE;
        world.strategy = Strategy.steps(new Step(10, "1h"), new Step(100, "0s"));
        world.settle();
    }

    private void assertAwaits(Plan plan, Instant opening) {
        assertThat(plan.waiting()).isEqualTo(Waiting.SCHEDULE);
        assertThat(plan.wakeAt()).hasValue(opening);
        Condition progressing = world.status.condition("Progressing").orElseThrow();
        assertThat(progressing.isTrue()).isTrue();
        assertThat(progressing.reason()).isEqualTo("OutsideSchedule");
        assertThat(world.status.next()).isEqualTo("Goes on at " + opening + ", when spec.schedule lets steps begin.");
    }

    @Test
    void theFirstWeightWaitsForTheOpening() {
        begin();
        assertThat(world.canary()).isZero();
        assertAwaits(world.plan(), OPENS);
        int writes = world.writes;
        world.now = OPENS.minusMillis(1);
        world.settle();
        assertThat(world.canary()).isZero();
        assertThat(world.writes).as("nothing to tell").isEqualTo(writes);
        world.now = OPENS;
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
    }

    @Test
    void aHoldGoesOnCountingAndItIsNeverStalled() {
        begin();
        world.now = Instant.parse("2026-01-02T15:30:00Z");
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
        world.now = Instant.parse("2026-01-02T16:30:00Z");
        assertAwaits(world.settle(), Instant.parse("2026-01-05T08:00:00Z"));
        world.now = Instant.parse("2026-01-05T07:59:00Z");
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
        assertThat(world.status.condition("Stalled").orElseThrow().isTrue()).isFalse();
        world.now = Instant.parse("2026-01-05T08:00:00Z");
        world.settle();
        assertThat(world.canary()).as("the hour was over long ago").isEqualTo(100);
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
    }

    @Test
    void aPersonWhoPromotesDoesNotWait() {
        begin();
        world.action = Optional.of("promote");
        world.settle();
        assertThat(world.canary()).isEqualTo(100);
    }

    @Test
    void aWeightSetByHandDoesNotWait() {
        begin();
        world.strategy = Strategy.weight(30);
        world.settle();
        assertThat(world.canary()).isEqualTo(30);
    }

    @Test
    void goingBackIsPossibleAtAnyTime() {
        begin();
        world.now = OPENS;
        world.settle();
        world.now = OPENS.plus(Duration.ofHours(12));
        world.strategy = Strategy.steps(new Step(5, "1h"));
        world.settle();
        assertThat(world.canary()).as("steps that end below").isEqualTo(5);
        world.action = Optional.of("abort");
        world.settle();
        assertThat(world.canary()).isZero();
        assertThat(world.status.phase()).isEqualTo(Phase.Failed);
    }

    @Test
    void aZoneThatThereIsNotHoldsEverythingAndSaysSo() {
        world.schedule = new Schedule(null, null, "Mars/Base");
        world.settle();
        assertThat(world.status.condition("Stalled").orElseThrow().reason()).isEqualTo("SpecInvalid");
        assertThat(world.canary()).isZero();
        world.schedule = null;
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
    }

    @Test
    void gatesBeforeAStepAreAskedWhenItMayBegin() {
        Gated gated = new Gated(Gated.webhook("board", 0, When.Start));
        gated.world.schedule = OFFICE;
        gated.settle();
        assertThat(gated.asked).isEmpty();
        gated.world.now = OPENS;
        gated.settle();
        assertThat(gated.asked).hasSize(1);
        gated.says("board", When.Start, State.Passed);
        gated.answer();
        assertThat(gated.world.canary()).isEqualTo(1);
    }

    /** In place, the end of the last hold is where the promotion begins. */
    @Test
    void aTargetsPromotionWaitsForTheOpeningAndForItsGates() {
        var adopted = new AdoptedWorld();
        var life = new AdoptedLife(adopted);
        life.untilIdle("v1");
        adopted.target.set("v2");
        life.until("the last weight", () -> life.weight() == 50);
        life.until(
                "the last hold",
                () -> adopted.status.walk() != null && adopted.status.walk().heldSince() != null);
        Instant over = adopted.now.plusSeconds(30);
        Observed plain = adopted.observe();
        assertThat(Planner.plan(plain, over).walk().completed()).isTrue();

        Observed scheduled = with(plain, OFFICE, List.of());
        Plan waits = Planner.plan(scheduled, over);
        assertThat(waits.walk().completed()).isFalse();
        assertThat(waits.waiting()).isEqualTo(Waiting.SCHEDULE);
        assertThat(Planner.plan(scheduled, OPENS).walk().completed()).isTrue();

        var gate = Gated.webhook("board", 0, When.Promotion);
        Plan asks = Planner.plan(with(plain, null, List.of(gate)), over);
        assertThat(asks.walk().completed()).isFalse();
        assertThat(asks.waiting()).isEqualTo(Waiting.GATE);
        assertThat(asks.course().questions()).extracting(GateQuestion::when).containsExactly(When.Promotion);
        assertThat(life.isAt(Stage.Releasing)).isTrue();
    }

    private static Observed with(Observed o, @Nullable Schedule schedule, List<AnalysisGate> gates) {
        CanaryReleaseSpec spec = o.spec();
        var analysis = new Analysis(null, null, null, null, null, null, Analysis.Insufficient.Pass, "0s", gates);
        return new Observed(
                o.name(),
                o.generation(),
                new CanaryReleaseSpec(
                        spec.targetRef(),
                        null,
                        null,
                        spec.service(),
                        spec.strategy(),
                        null,
                        analysis,
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        schedule),
                o.status(),
                false,
                o.stable(),
                o.canary(),
                o.service(),
                o.proxiesWanted(),
                o.proxies(),
                o.rival(),
                o.foreign(),
                o.refused(),
                o.action(),
                o.traffic(),
                o.canaryFacts(),
                o.adopted());
    }
}
