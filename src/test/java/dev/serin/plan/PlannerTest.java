package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A release's way, told with a stepped clock. */
class PlannerTest {
    private final World world = new World();

    @Test
    void walksThroughTheStepsAndHoldsEach() {
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        world.pass(Duration.ofMinutes(9));
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        world.pass(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
        world.pass(Duration.ofMinutes(10));
        world.settle();
        assertThat(world.canary()).isEqualTo(50);
        world.pass(Duration.ofMinutes(5));
        Plan plan = world.settle();
        assertThat(world.canary()).isEqualTo(100);
        assertThat(plan.waiting()).isEqualTo(Waiting.NOTHING);
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
        assertThat(world.status.condition("Promoted").orElseThrow().isTrue()).isTrue();
    }

    @Test
    void wakesWhenTheHoldIsOver() {
        Plan plan = world.settle();
        assertThat(plan.wakeAt()).contains(world.now.plus(Duration.ofMinutes(10)));
    }

    @Test
    void aHoldBeginsOnlyWhenEveryReadyProxyHasConfirmed() {
        world.proxies.getFirst().connected = false;
        world.settle();
        assertThat(world.canary()).as("no proxy may be left behind").isZero();
        assertThat(world.status.phase()).isEqualTo(Phase.Progressing);
        world.proxies.getFirst().connected = true;
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
    }

    @Test
    void aBrokenChannelDoesNotStopAHold() {
        world.settle();
        int writes = world.writes;
        world.proxies.forEach(proxy -> proxy.connected = false);
        world.pass(Duration.ofMinutes(5));
        world.settle();
        assertThat(world.writes).isEqualTo(writes);
        world.proxies.forEach(proxy -> proxy.connected = true);
        world.pass(Duration.ofMinutes(5));
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
    }

    @Test
    void timeWithoutReadyCanaryDoesNotCount() {
        world.settle();
        world.pass(Duration.ofMinutes(6));
        world.canaryEndpoints = 0;
        world.settle();
        assertThat(world.canary()).isZero();
        assertThat(world.status.condition("Ready").orElseThrow().reason()).isEqualTo("CanaryNotReady");
        world.pass(Duration.ofHours(1));
        world.canaryEndpoints = 1;
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        world.pass(Duration.ofMinutes(3));
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        world.pass(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
    }

    @Test
    void withoutReadyStableItIsNotReadyUntilCanaryGetsEverything() {
        world.stableEndpoints = 0;
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        assertThat(world.status.condition("Ready").orElseThrow().isTrue()).isFalse();
        assertThat(world.status.condition("Ready").orElseThrow().message())
                .isEqualTo("Deployment v1 has no ready pod. Requests for it fail.");
        assertThat(world.status.phase()).isEqualTo(Phase.Progressing);
        world.pass(Duration.ofMinutes(10));
        world.settle();
        assertThat(world.canary()).as("canary is the better place").isEqualTo(10);
        world.strategy = Strategy.weight(100);
        world.settle();
        assertThat(world.status.condition("Ready").orElseThrow().isTrue()).isTrue();
    }

    @Test
    void pausedHoldsEverythingAndGoesOnWhereItWas() {
        world.settle();
        world.pass(Duration.ofMinutes(4));
        world.paused = true;
        world.settle();
        assertThat(world.status.phase()).isEqualTo(Phase.Paused);
        world.pass(Duration.ofHours(5));
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        world.paused = false;
        world.settle();
        world.pass(Duration.ofMinutes(6).minusMillis(1));
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        world.pass(Duration.ofMillis(1));
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
    }

    @Test
    void aNewCanaryRevisionBeginsTheWalkAnew() {
        world.settle();
        world.pass(Duration.ofMinutes(10));
        world.settle();
        world.revision = "r2";
        Plan plan = world.persist();
        assertThat(plan.weights().orElseThrow().canary()).isZero();
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        assertThat(world.status.canaryRevision()).isEqualTo("r2");
    }

    @Test
    void editedStepsKeepTheWeightAndGoOnWithTheFirstAbove() {
        world.settle();
        world.pass(Duration.ofMinutes(10));
        world.settle();
        world.strategy = Strategy.steps(new Step(5, "1h"), new Step(20, "10m"), new Step(60, "10m"));
        Plan plan = world.persist();
        assertThat(plan.walk().weight()).as("at most one step at a time").isIn(10, 20);
        world.settle();
        assertThat(world.canary()).isEqualTo(20);
        assertThat(world.status.step()).isEqualTo("2/3");
    }

    @Test
    void stepsEditedToEndBelowTheWeightBringItDown() {
        world.settle();
        world.pass(Duration.ofMinutes(10));
        world.settle();
        world.strategy = Strategy.steps(new Step(5, "1m"));
        world.settle();
        assertThat(world.canary()).isEqualTo(5);
    }

    @Test
    void stepsAddedAfterTheLastReopenTheWalk() {
        world.strategy = Strategy.steps(new Step(1, "0s"));
        world.settle();
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
        world.strategy = Strategy.steps(new Step(1, "0s"), new Step(30, "1m"));
        world.settle();
        assertThat(world.canary()).isEqualTo(30);
    }

    @Test
    void aHoldThatIsEditedCountsFromWhenItBegan() {
        world.settle();
        world.pass(Duration.ofMinutes(4));
        world.strategy = Strategy.steps(new Step(1, "5m"), new Step(10, "10m"));
        Plan plan = world.settle();
        assertThat(plan.wakeAt()).contains(world.now.plus(Duration.ofMinutes(1)));
    }

    @Test
    void aTotalThatChangesKeepsTheShare() {
        world.settle();
        world.pass(Duration.ofMinutes(10));
        world.settle();
        world.total = 1000;
        world.strategy = Strategy.steps(new Step(10, "10m"), new Step(100, "10m"), new Step(500, "5m"));
        world.settle();
        assertThat(world.canary()).isEqualTo(100);
        assertThat(world.status.step()).isEqualTo("2/3");
    }

    @Test
    void aWeightByHandIsServedAtOnce() {
        world.strategy = Strategy.weight(10);
        Plan plan = world.persist();
        assertThat(plan.weights().orElseThrow().canary()).isEqualTo(10);
        world.settle();
        world.strategy = Strategy.weight(90);
        world.settle();
        assertThat(world.canary()).isEqualTo(90);
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
        assertThat(world.status.step()).isNull();
    }

    @Test
    void aClockSetBackNeverShortensOrFreezesAHold() {
        world.settle();
        world.pass(Duration.ofMinutes(-30));
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        world.pass(Duration.ofMinutes(40));
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() {
        world.settle();
        int writes = world.writes;
        for (int i = 0; i < 100; i++) {
            world.pass(Duration.ofSeconds(5));
            world.persist();
        }
        assertThat(world.writes).isEqualTo(writes);
    }

    @Test
    void theObservedShareIsWrittenOnlyWhenItTellsSomethingNew() {
        world.settle();
        world.requests = 99;
        world.canaryRequests = 50;
        world.settle();
        assertThat(observed()).as("too few requests").isNull();
        world.requests = 1000;
        world.canaryRequests = 12;
        world.settle();
        assertThat(observed()).isEqualTo("1.20");
        int writes = world.writes;
        world.canaryRequests = 19;
        world.settle();
        assertThat(world.writes).isEqualTo(writes);
        world.canaryRequests = 30;
        world.settle();
        assertThat(observed()).isEqualTo("3.00");
    }

    private @Nullable String observed() {
        return Objects.requireNonNull(world.status.weights()).observedCanary();
    }

    @Test
    void theProgressDeadlineIsReportedAndTakenBack() {
        world.settle();
        world.canaryEndpoints = 0;
        Plan plan = world.settle();
        assertThat(plan.wakeAt()).contains(world.now.plus(Duration.ofMinutes(10)));
        world.pass(Duration.ofMinutes(10));
        world.settle();
        assertThat(world.status.phase()).isEqualTo(Phase.Failed);
        assertThat(world.status.condition("Stalled").orElseThrow().reason()).isEqualTo("ProgressDeadlineExceeded");
        world.canaryEndpoints = 1;
        world.settle();
        assertThat(world.status.phase()).isEqualTo(Phase.Progressing);
        assertThat(world.canary()).isEqualTo(1);
    }

    @Test
    void removalGoesToStableThenProxiesThenTheRest() {
        world.settle();
        world.deleting = true;
        Plan plan = world.persist();
        assertThat(plan.work()).isEqualTo(Work.RETURN_TO_STABLE);
        assertThat(plan.weights().orElseThrow().canary()).isZero();
        plan = world.settle();
        assertThat(plan.work()).isEqualTo(Work.REMOVE_PROXIES);
        world.proxies.clear();
        assertThat(world.settle().work()).isEqualTo(Work.REMOVE_REST);
    }

    @Test
    void removalDoesNotWaitForEverForAProxyThatIsOutOfReach() {
        world.settle();
        world.deleting = true;
        world.proxies.getFirst().connected = false;
        Plan plan = world.settle();
        assertThat(plan.work()).isEqualTo(Work.RETURN_TO_STABLE);
        world.now = plan.wakeAt().orElseThrow();
        assertThat(world.settle().work()).isEqualTo(Work.REMOVE_PROXIES);
    }

    @Test
    void removalOfWhatNeverBeganIsAtOnce() {
        world.serviceExists = false;
        assertThat(world.settle().work()).isEqualTo(Work.NOTHING);
        world.deleting = true;
        assertThat(world.settle().work()).isEqualTo(Work.REMOVE_REST);
    }
}
