package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.api.v1alpha1.Walk;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole releases under thousands of random interleavings: pods and proxies come and go, channels break, the operator
 * crashes between persisting and acting, people pause and edit. The invariants are in {@code check}; in the end,
 * with everything well again, the release comes to its last step.
 */
class SimulationTest {
    private static final int RELEASES_PER_SEED = 400;
    private static final int EVENTS = 120;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void invariantsHoldAndTheReleaseArrives(long seed) {
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
        private final World world = new World();
        private Duration heldForReal = Duration.ZERO;
        private boolean countingForReal;
        private boolean edited;

        Run(Random random) {
            this.random = random;
        }

        void chaos() {
            for (int i = 0; i < EVENTS; i++) {
                disturb();
                decide(random.nextInt(8) == 0);
            }
        }

        private void disturb() {
            switch (random.nextInt(12)) {
                case 0 -> world.canaryEndpoints = random.nextInt(3);
                case 1 -> world.paused = random.nextBoolean();
                case 2 -> world.serviceExists = random.nextInt(4) != 0;
                case 3 -> proxy().ready = random.nextBoolean();
                case 4 -> proxy().connected = random.nextBoolean();
                case 5 -> {
                    world.proxies.set(random.nextInt(2), new World.Proxy("p" + random.nextInt(1000)));
                }
                case 6 -> {
                    if (random.nextInt(6) == 0) {
                        edit();
                    }
                }
                case 7 -> {
                    if (random.nextInt(10) == 0) {
                        world.revision = "r" + random.nextInt(1000);
                    }
                }
                default -> pass(Duration.ofSeconds(random.nextInt(400)));
            }
            world.proxies.stream()
                    .filter(proxy -> proxy.connected && random.nextInt(3) != 0)
                    .forEach(world::confirm);
        }

        private World.Proxy proxy() {
            return world.proxies.get(random.nextInt(world.proxies.size()));
        }

        private void edit() {
            int first = 1 + random.nextInt(20);
            int second = first + 1 + random.nextInt(40);
            world.strategy = Strategy.steps(
                    new Step(first, random.nextInt(10) + "m"),
                    new Step(second, random.nextInt(600) + "s"),
                    new Step(second + 1 + random.nextInt(100 - second), "0s"));
            edited = true;
        }

        /** Time passes; what a hold may count of it is known from the state in which it passed. */
        private void pass(Duration time) {
            world.pass(time);
            if (countingForReal) {
                heldForReal = heldForReal.plus(time);
            }
        }

        private void decide(boolean crash) {
            Plan plan = checked();
            if (!crash) {
                world.publish(plan);
            }
            checked();
            countingForReal = counts();
            edited = false;
        }

        private Plan checked() {
            Walk before = world.status.walk();
            Plan plan = world.persist();
            check(before, plan);
            return plan;
        }

        private boolean counts() {
            return world.status.walk() != null && world.status.walk().heldSince() != null;
        }

        private void check(@Nullable Walk before, Plan plan) {
            plan.weights().ifPresent(weights -> {
                assertThat(weights.canary())
                        .as("never above the step")
                        .isLessThanOrEqualTo(plan.walk().weight());
                assertThat(weights.stable() + weights.canary()).isEqualTo(weights.total());
                if (weights.canary() > 0) {
                    assertThat(world.canaryEndpoints)
                            .as("never above zero without ready endpoints")
                            .isPositive();
                }
            });
            assertThat(plan.walk().weight()).as("never above the last step").isLessThanOrEqualTo(ceiling(before));
            if (before == null) {
                return;
            }
            if (world.paused || plan.problem().isPresent()) {
                assertThat(plan.walk().weight()).as("never moves while held").isEqualTo(before.weight());
                assertThat(plan.walk().step()).isEqualTo(before.step());
            }
            if (plan.walk().step() != before.step()) {
                stepTaken(before, plan);
            }
        }

        /** While held, steps that were edited are not looked at, so that the old weight may stand above them. */
        private int ceiling(@Nullable Walk before) {
            int last = steps().getLast().weight();
            return before == null ? last : Math.max(last, world.paused || !world.serviceExists ? before.weight() : 0);
        }

        private void stepTaken(Walk before, Plan plan) {
            boolean rose = plan.walk().weight() > before.weight();
            List<Step> steps = steps();
            boolean known = before.step() > 0
                    && before.step() <= steps.size()
                    && steps.get(before.step() - 1).weight() == before.weight();
            if (rose && known && !edited) {
                assertThat(plan.walk().step()).as("one step at a time").isEqualTo(before.step() + 1);
                assertThat(heldForReal)
                        .as("no step is left before its hold is over")
                        .isGreaterThanOrEqualTo(
                                GoDuration.parse(steps.get(before.step() - 1).hold()));
            }
            if (plan.walk().weight() != before.weight()) {
                heldForReal = Duration.ZERO;
            }
        }

        private List<Step> steps() {
            return Objects.requireNonNull(world.strategy.steps());
        }

        void arrive() {
            world.paused = false;
            world.serviceExists = true;
            world.canaryEndpoints = 1;
            world.proxies.forEach(proxy -> {
                proxy.ready = true;
                proxy.connected = true;
            });
            world.settle();
            for (int i = 0; i < 10 && !done(); i++) {
                world.pass(Duration.ofMinutes(15));
                world.settle();
            }
            assertThat(done()).as("arrives: " + world.status).isTrue();
            assertThat(world.canary()).isEqualTo(steps().getLast().weight());
            assertThat(world.published.orElseThrow().canary()).isEqualTo(world.canary());
        }

        private boolean done() {
            return world.status.walk() != null && world.status.walk().completed();
        }
    }
}
