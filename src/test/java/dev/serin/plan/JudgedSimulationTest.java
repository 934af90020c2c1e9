package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Analysis.Insufficient;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Step.Approval;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Judged releases under random interleavings: canary turns bad and good, proxies cannot be read, the operator starts
 * anew, people ask for this and that. What always holds is in {@code check}; in the end a good canary arrives.
 */
class JudgedSimulationTest {
    private static final int RELEASES_PER_SEED = 10;
    private static final int EVENTS = 150;
    private static final List<String> ACTIONS =
            List.of("approve", "promote", "abort", "retry", "pause", "resume", "rebalance", "dance");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatFailedGetsNothingAndAGoodOneArrives(long seed) {
        for (int release = 0; release < RELEASES_PER_SEED; release++) {
            var run = new Run(new Random(seed * 1_000_003 + release));
            try {
                run.chaos();
                run.arrive();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", release " + release + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Run {
        private final Random random;
        private final Judged judged = new Judged();
        private final World world = judged.world;

        Run(Random random) {
            this.random = random;
            Insufficient policy = random.nextBoolean() ? Insufficient.Wait : Insufficient.Pass;
            world.analysis = Judged.analysis(policy, null);
            world.strategy =
                    Strategy.steps(new Step(5, "1m"), new Step(30, "1m", Approval.Required), new Step(100, "30s"));
            judged.settle();
        }

        void chaos() {
            for (int i = 0; i < EVENTS; i++) {
                CanaryReleaseStatus before = world.status;
                disturb();
                check(before);
            }
        }

        private void disturb() {
            switch (random.nextInt(14)) {
                case 0 -> judged.canaryFails = random.nextInt(3) == 0 ? 0.3 : 0;
                case 1 -> judged.stableFails = random.nextInt(3) == 0 ? 0.1 : 0;
                case 2 -> judged.complete = random.nextInt(3) != 0;
                case 3 -> judged.perLook = random.nextInt(4) == 0 ? 0 : random.nextInt(2000);
                case 4 -> judged.restart();
                case 5 -> judged.ask(ACTIONS.get(random.nextInt(ACTIONS.size())));
                case 6 -> world.canaryEndpoints = random.nextInt(4) == 0 ? 0 : 1;
                case 7 -> world.paused = random.nextInt(3) == 0;
                case 8 -> {
                    if (random.nextInt(8) == 0) {
                        world.revision = "r" + random.nextInt(1000);
                    }
                }
                case 9 -> {
                    if (random.nextInt(8) == 0) {
                        judged.crash("pod a", world.now);
                    }
                }
                default -> judged.look(1 + random.nextInt(8));
            }
            judged.settle();
            judged.crashes = List.of();
        }

        private void check(CanaryReleaseStatus before) {
            CanaryReleaseStatus now = world.status;
            if (now.failure() != null) {
                assertThat(world.canary()).as("what failed gets nothing").isZero();
                assertThat(world.published.orElseThrow().canary()).isZero();
                assertThat(now.phase()).isEqualTo(Phase.Failed);
            }
            boolean paused =
                    world.paused || (now.people() != null && now.people().paused());
            boolean wasPaused =
                    paused && before.phase() == Phase.Paused && Objects.equals(before.people(), now.people());
            if (wasPaused && before.walk() != null) {
                assertThat(Objects.requireNonNull(now.walk()).weight())
                        .as("never up while paused")
                        .isLessThanOrEqualTo(before.walk().weight());
            }
            assertThat(now.history()).hasSizeBetween(1, PastRelease.KEPT);
            assertThat(now.history().stream().skip(1)).allMatch(release -> release.to() != null);
            assertThat(now.history().getFirst().revision()).isEqualTo(now.canaryRevision());
        }

        void arrive() {
            world.paused = false;
            world.canaryEndpoints = 1;
            judged.canaryFails = 0;
            judged.stableFails = 0;
            judged.complete = true;
            judged.perLook = 2000;
            world.revision = "good";
            judged.settle();
            judged.ask("resume");
            for (int i = 0; i < 200 && world.status.phase() != Phase.Ready; i++) {
                judged.look();
                judged.ask("approve");
            }
            world.pass(Duration.ofMinutes(1));
            assertThat(world.status.phase()).as("arrives: " + world.status).isEqualTo(Phase.Ready);
            assertThat(world.canary()).isEqualTo(100);
            assertThat(world.status.history().getFirst().outcome()).isEqualTo(PastRelease.Outcome.Promoted);
        }
    }
}
