package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Phase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people, controllers and chance do to a target that is adopted in place. */
class AdoptionTest {
    private static final int SEVERAL_MINUTES = 300;

    private final AdoptedWorld world = new AdoptedWorld();
    private final AdoptedLife life = new AdoptedLife(world);

    private void releasing(int weight) {
        life.untilIdle("v1");
        world.target.set("v2");
        life.untilCanaryHas(weight);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            world.tick();
        }
    }

    @Test
    void whileIdleNothingIsWrittenHoweverOftenItIsLookedAt() {
        life.untilIdle("v1");
        pass(60);
        int writes = world.writes;
        for (int i = 0; i < SEVERAL_MINUTES; i++) {
            world.tick();
            world.operate();
        }
        assertThat(world.writes).isEqualTo(writes);
    }

    @Test
    void aTemplateThatChangesWhileTheOneBeforeIsRolledOutLeavesTheTrafficAtCanary() {
        releasing(100);
        life.until("two versions", () -> world.target.runs().size() == 2);
        world.target.set("v3");
        life.until("a problem", () -> life.problem().equals("RolloutInterrupted"));
        pass(SEVERAL_MINUTES);
        assertThat(life.weight()).isEqualTo(100);
        assertThat(world.status.phase()).isEqualTo(Phase.Failed);
        assertThat(world.target.paused).isTrue();
        assertThat(Objects.requireNonNull(world.canary).runs()).containsExactly("v2");
        world.target.set("v2");
        life.untilIdle("v2");
        world.target.set("v3");
        life.untilIdle("v3");
    }

    @Test
    void aTemplateThatChangesBeforeTheRolloutSendsTheTrafficBack() {
        releasing(100);
        world.target.set("v3");
        life.until("back", () -> life.weight() == 0);
        assertThat(world.target.runs()).containsExactly("v1");
        life.untilIdle("v3");
    }

    @Test
    void aRolloutThatGoesBackToTheTemplateBeforeEndsTheRelease() {
        releasing(100);
        life.until("two versions", () -> world.target.runs().size() == 2);
        world.target.set("v1");
        life.untilIdle("v1");
        assertThat(world.status.history().getFirst().outcome().name()).isEqualTo("Superseded");
    }

    @Test
    void whoResumesTheTargetBringsItOutAndIsNotFought() {
        releasing(10);
        world.target.pause(false);
        life.until("back", () -> life.weight() == 0);
        life.untilIdle("v2");
        assertThat(world.target.paused).isTrue();
        assertThat(world.log.stream().filter("pause true"::equals)).hasSize(2);
    }

    @Test
    void aTargetThatIsMadeAnewGetsItsPodsBeforeItIsPaused() {
        life.untilIdle("v1");
        world.target.recreate();
        pass(10);
        life.untilIdle("v1");
        assertThat(world.target.endpoints()).isEqualTo(3);
    }

    @Test
    void aTargetThatShrankMeanwhileGetsWhatItHasPodsFor() {
        releasing(100);
        world.target.scale(1);
        life.until("its share", () -> life.isAt(Stage.Returning) && life.weight() < 100);
        assertThat(life.weight()).isEqualTo(67);
        world.target.scale(2);
        life.untilCanaryHas(34);
        world.target.scale(4);
        life.untilIdle("v2");
    }

    @Test
    void aTargetThatStaysSmallGetsAllAfterTheProgressDeadline() {
        releasing(100);
        world.target.scale(1);
        life.until("its share", () -> life.isAt(Stage.Returning) && life.weight() < 100);
        pass(590);
        assertThat(life.weight()).isEqualTo(67);
        pass(15);
        assertThat(life.weight()).isZero();
        life.untilIdle("v2");
    }

    @Test
    void canaryHasThePodsForAWeightBeforeItGetsIt() {
        world.target.scale(10);
        life.untilIdle("v1");
        world.target.set("v2");
        life.until("a weight of 50", () -> {
            int pods = world.canary == null ? 0 : world.canary.endpoints();
            assertThat(pods).isGreaterThanOrEqualTo(life.weight() / 10);
            return life.weight() == 50;
        });
        life.untilCanaryHas(100);
        assertThat(Objects.requireNonNull(world.canary).endpoints()).isEqualTo(10);
    }

    @Test
    void whatAPersonAsksForWithoutAReleaseDoesNotTouchTheNext() {
        life.untilIdle("v1");
        world.ask("promote");
        world.ask("abort");
        assertThat(world.status.failure()).isNull();
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
        releasing(10);
        pass(15);
        assertThat(life.weight()).as("the step is held").isEqualTo(10);
    }

    @Test
    void abortSendsBackAndRetryTriesAgain() {
        releasing(10);
        world.ask("abort");
        assertThat(life.weight()).isZero();
        life.until("rejected", () -> life.isAt(Stage.Rejected) && world.canary == null);
        assertThat(Objects.requireNonNull(world.status.failure()).reason()).isEqualTo("Aborted");
        world.ask("retry");
        life.untilIdle("v2");
    }

    @Test
    void abortDuringTheRolloutIsRefused() {
        releasing(100);
        life.until("two versions", () -> world.target.runs().size() == 2);
        world.ask("abort");
        assertThat(world.status.failure()).isNull();
        assertThat(life.weight()).isEqualTo(100);
        life.untilIdle("v2");
    }

    @Test
    void whatWouldMissCanaryIsNamedBeforeTheFirstWeightAndThatIsKept() {
        world.missed = Optional.of(List.of("NetworkPolicy db"));
        life.untilIdle("v1");
        Condition named = world.status.condition("CanaryCovered").orElseThrow();
        assertThat(named.status()).isEqualTo("False");
        assertThat(named.message())
                .isEqualTo(
                        "NetworkPolicy db would miss canary's pods, which have the label app=reporter-canary: let them"
                                + " select both, or choose another label by spec.canary.selectorLabel.");
        world.missed = Optional.empty();
        releasing(10);
        assertThat(world.status.condition("CanaryCovered")).contains(named);
        world.missed = Optional.of(List.of());
        life.untilIdle("v2");
        assertThat(world.status.condition("CanaryCovered").orElseThrow().isTrue())
                .isTrue();
    }

    @Test
    void oneDeploymentIsAdoptedOnce() {
        world.rival = Optional.of("older");
        pass(5);
        assertThat(life.problem()).isEqualTo("TargetTaken");
        assertThat(world.log).containsOnly("status");
        world.rival = Optional.empty();
        life.untilIdle("v1");
    }

    @Test
    void canaryWhosePodsCannotBeToldApartIsAProblem() {
        world.canaryLabels = Map.of();
        pass(5);
        assertThat(life.problem()).isEqualTo("SelectorNotSupported");
        assertThat(world.log).containsOnly("status");
    }

    @Test
    void pausedNothingBegins() {
        life.untilIdle("v1");
        world.paused = true;
        world.target.set("v2");
        pass(60);
        assertThat(life.adoption().stage()).isEqualTo(Stage.Idle);
        assertThat(life.adoption().pending()).isEqualTo("v2");
        assertThat(world.status.phase()).isEqualTo(Phase.Paused);
        world.paused = false;
        life.untilIdle("v2");
    }

    /** Templates and sizes change, people resume and ask, the operator crashes; in the end all is as it is wanted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverHappensItComesToAnEnd(long seed) {
        for (int run = 0; run < 40; run++) {
            try {
                new Chaos(new Random(seed * 1_000 + run)).run();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", run " + run + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Chaos {
        private final Random random;
        private final AdoptedWorld world = new AdoptedWorld();
        private final AdoptedLife life = new AdoptedLife(world);

        Chaos(Random random) {
            this.random = random;
        }

        void run() {
            world.chance = random;
            for (int i = 0; i < 30; i++) {
                disturb();
                for (int ticks = random.nextInt(60); ticks > 0; ticks--) {
                    world.tick();
                }
            }
            world.chance = null;
            world.paused = false;
            life.until("rest", this::isAtRest);
            life.delete();
            life.until("the target's rollout", world.target::isRolledOut);
            assertThat(world.canary).isNull();
        }

        private void disturb() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> world.target.set("v" + random.nextInt(4));
                case 3 -> world.target.scale(1 + random.nextInt(5));
                case 4 -> world.target.restart("at " + random.nextInt(1000));
                case 5 -> world.target.pause(false);
                case 6 -> world.paused = random.nextBoolean();
                case 7 -> world.ask(random.nextBoolean() ? "abort" : "retry");
                case 8 -> world.ask(random.nextBoolean() ? "promote" : "approve");
                default -> {}
            }
        }

        /** A person mends what only a person can. */
        private boolean isAtRest() {
            if (life.problem().equals("RolloutInterrupted")) {
                String before =
                        life.isAt(Stage.Restarting) ? life.adoption().revision() : world.status.canaryRevision();
                world.target.set(Objects.requireNonNull(before));
                world.tick();
            }
            if (life.isAt(Stage.Rejected)) {
                world.ask("retry");
            }
            return life.isIdle(world.target.template.revision()) && world.target.all() == world.target.replicas;
        }
    }
}
