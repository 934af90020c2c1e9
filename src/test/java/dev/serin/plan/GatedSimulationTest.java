package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Schedule;
import dev.serin.api.v1alpha1.Schedule.Day;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Walks past gates that pass, fail, say nothing clear or are silent by chance, with operators that start anew, within a
 * schedule. A weight never rises but after a pass of every gate that is asked there, in answers or in the status.
 */
class GatedSimulationTest {
    private static final int RELEASES_PER_SEED = 20;
    private static final int EVENTS = 200;
    private static final Schedule NIGHTS =
            new Schedule(List.of(Day.Mon, Day.Tue, Day.Wed, Day.Thu, Day.Fri, Day.Sat), "22:00-06:00", "Europe/Berlin");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingButAPassLetsAWeightRise(long seed) {
        int arrived = 0;
        for (int release = 0; release < RELEASES_PER_SEED; release++) {
            var run = new Run(new Random(seed * 1_000_003 + release));
            try {
                run.chaos();
                run.arrive();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", release " + release + ": " + e.getMessage(), e);
            }
            arrived++;
        }
        assertThat(arrived).isEqualTo(RELEASES_PER_SEED);
    }

    private static final class Run {
        private final Random random;
        private final Gated gated = new Gated(
                Gated.job("smoke", When.Start),
                Gated.webhook("board", 3, When.Start, When.Promotion),
                Gated.webhook("rate", 3, When.Step),
                Gated.job("load", When.Step, When.Promotion),
                Gated.webhook("pager", 0, When.RolledBack));
        private final World world = gated.world;

        Run(Random random) {
            this.random = random;
            world.schedule = random.nextBoolean() ? NIGHTS : null;
            world.strategy = Strategy.steps(new Step(5, "1m"), new Step(30, "1m"), new Step(100, "30s"));
            gated.settle();
        }

        void chaos() {
            for (int i = 0; i < EVENTS; i++) {
                disturb();
            }
        }

        private void disturb() {
            switch (random.nextInt(10)) {
                case 0 -> gated.restart();
                case 1 ->
                    observed(() -> gated.judged.ask(
                            List.of("retry", "abort", "pause", "resume").get(random.nextInt(4))));
                case 2 -> world.pass(Duration.ofHours(random.nextInt(9)));
                case 3 -> world.canaryEndpoints = random.nextInt(3) == 0 ? 0 : 1;
                case 4 -> {
                    if (random.nextInt(8) == 0) {
                        world.revision = "r" + random.nextInt(1000);
                    }
                }
                default -> gated.judged.perLook = random.nextInt(3) * 500L;
            }
            speak(random.nextInt(20) == 0 ? 0.3 : 0.02);
            observed(gated::settle);
            observed(gated::answer);
            observed(() -> {
                gated.judged.look();
                gated.settle();
            });
        }

        private void speak(double fails) {
            for (String gate : List.of("smoke", "board", "rate", "load", "pager")) {
                for (When when : When.values()) {
                    double chance = random.nextDouble();
                    gated.says.remove(gate + " " + when);
                    if (chance < fails) {
                        gated.says(gate, when, State.Failed);
                    } else if (chance < 0.5) {
                        gated.says(gate, when, State.Passed);
                    } else if (chance < 0.8) {
                        gated.says(gate, when, State.Inconclusive);
                    }
                }
            }
        }

        /** Goes on, and looks whether what rose might. */
        private void observed(Runnable step) {
            CanaryReleaseStatus before = world.status;
            step.run();
            int was = weight(before);
            int is = weight(world.status);
            boolean anew =
                    !Objects.equals(before.canaryRevision(), world.status.canaryRevision()) || before.failure() != null;
            if (is <= was || anew) {
                return;
            }
            if (world.schedule != null) {
                assertThat(Windows.opens(world.schedule, world.now))
                        .as("outside of the schedule")
                        .isEmpty();
            }
            if (was == 0) {
                assertPassed("smoke", When.Start);
                assertPassed("board", When.Start);
            } else {
                assertThat(gated.said.get("rate Step")).as("rate's last word").isEqualTo(State.Passed);
            }
            if (is == 100) {
                assertPassed("board", When.Promotion);
                assertPassed("load", When.Promotion);
            }
        }

        private void assertPassed(String gate, When when) {
            assertThat(gated.state(gate, when)).as(gate + " " + when).isEqualTo(State.Passed);
        }

        private static int weight(CanaryReleaseStatus status) {
            return status.walk() == null ? 0 : status.walk().weight();
        }

        void arrive() {
            world.schedule = null;
            world.canaryEndpoints = 1;
            gated.judged.perLook = 2000;
            world.revision = "good";
            gated.settle();
            gated.judged.ask("resume");
            for (String gate : List.of("smoke", "board", "rate", "load", "pager")) {
                for (When when : When.values()) {
                    gated.says(gate, when, State.Passed);
                }
            }
            for (int i = 0; i < 100 && world.status.phase() != Phase.Ready; i++) {
                gated.settle();
                gated.answer();
                gated.judged.look();
            }
            assertThat(world.status.phase()).as("arrives: " + world.status).isEqualTo(Phase.Ready);
            assertThat(world.canary()).isEqualTo(100);
        }
    }
}
