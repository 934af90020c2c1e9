package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Rebalance;
import dev.serin.api.v1alpha1.Rebalance.OnTakeover;
import dev.serin.api.v1alpha1.ServiceReference.Exposure;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.api.v1alpha1.TakeoverStatus.Stage;
import dev.serin.plan.TakeoverFacts.Older;
import dev.serin.plan.TakeoverFacts.Restarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One takeover, decision by decision; canary is the user's own. */
class TakeoverTest {
    private static final Map<String, String> WANTED = Map.of("app", "reporter.serin");

    private final World world = new World();
    private Map<String, String> wanted = WANTED;
    private boolean carried = true;
    private boolean marked;
    private boolean ours;
    /** The Service cannot be written. */
    private boolean refused;

    private int proxies;
    private int others = 2;
    private @Nullable Older older;
    private @Nullable String restartedAt;

    @BeforeEach
    void begin() {
        world.exposure = Exposure.Takeover;
    }

    private void see() {
        world.service = Optional.of(new ServiceFacts(
                true,
                List.of(9090),
                ServiceFacts.Kind.ORDINARY,
                new TakeoverFacts(
                        wanted,
                        "grpc",
                        carried,
                        marked,
                        marked && ours,
                        ours,
                        true,
                        proxies,
                        others,
                        Optional.ofNullable(older),
                        List.of(new Restarted("gateway", restartedAt)))));
    }

    /** Decides and acts until nothing changes any more; proxies confirm at once. */
    private Plan settle() {
        for (int rounds = 0; rounds < 20; rounds++) {
            int before = world.writes;
            see();
            world.proxies.forEach(world::confirm);
            Plan plan = world.persist();
            world.publish(plan);
            act(plan);
            if (world.writes == before) {
                return plan;
            }
        }
        throw new AssertionError("it does not come to rest: " + world.status);
    }

    private void act(Plan plan) {
        Optional<Stage> stage = plan.takeover().map(TakeoverStatus::stage);
        if (refused) {
            return;
        }
        if (stage.equals(Optional.of(Stage.Taken))) {
            marked = true;
            ours = true;
        } else if (stage.equals(Optional.of(Stage.Returning))) {
            ours = false;
        } else if (stage.isEmpty()) {
            marked = false;
        }
    }

    private TakeoverStatus status() {
        return Objects.requireNonNull(world.status.takeover());
    }

    private Condition condition() {
        return world.status.condition("TakenOver").orElseThrow();
    }

    private void take() {
        settle();
        assertThat(status().stage()).isEqualTo(Stage.Taken);
        proxies = 2;
        others = 0;
        settle();
        assertThat(status().leads()).isTrue();
    }

    private void setBack() {
        ours = false;
        settle();
    }

    @Test
    void itIsTakenWhenEveryReadyProxyHasConfirmedAndCarriesTheLabels() {
        carried = false;
        settle();
        assertThat(status().stage()).isEqualTo(Stage.Waiting);
        assertThat(status().selector()).isEqualTo(WANTED);
        assertThat(condition().reason()).isEqualTo("AwaitingProxies");
        carried = true;
        settle();
        assertThat(status().stage()).isEqualTo(Stage.Taken);
    }

    @Test
    void theWalkWaitsForTheService() {
        settle();
        assertThat(world.status.condition("Ready").orElseThrow().reason()).isEqualTo("AwaitingEndpoints");
        assertThat(world.canary()).isZero();
        assertThat(condition().message()).contains("still leads to 2 pods that are no proxies");
        proxies = 2;
        others = 0;
        settle();
        assertThat(world.canary()).isEqualTo(1);
    }

    @Test
    void whatSomebodySetsBackIsTakenAgainButNotForEverAtFullSpeed() {
        take();
        for (int i = 0; i < Takeover.MOST; i++) {
            world.pass(Duration.ofSeconds(1));
            setBack();
            assertThat(status().stage()).isEqualTo(Stage.Taken);
        }
        world.pass(Duration.ofSeconds(1));
        setBack();
        assertThat(status().stage()).isEqualTo(Stage.Yielded);
        assertThat(condition().reason()).isEqualTo("ServiceSetBack");
        assertThat(condition().message()).contains("Leave spec.selector out of what applies the Service");
        assertThat(world.plan().wakeAt()).isPresent();
        world.pass(Takeover.REST);
        settle();
        assertThat(status().stage()).isEqualTo(Stage.Taken);
        world.pass(Duration.ofSeconds(1));
        setBack();
        assertThat(status().stage()).as("at most once every 30 s").isEqualTo(Stage.Yielded);
        world.pass(Takeover.WINDOW);
        settle();
        assertThat(status().setBack()).hasSize(1);
    }

    @Test
    void aSelectorWithOtherKeysWaitsForProxiesThatCarryThem() {
        take();
        ours = false;
        carried = false;
        wanted = Map.of("name", "reporter.serin");
        settle();
        assertThat(status().stage()).isEqualTo(Stage.Waiting);
        assertThat(status().selector()).isEqualTo(wanted);
        carried = true;
        settle();
        assertThat(status().stage()).isEqualTo(Stage.Taken);
    }

    @Test
    void deletedItGetsItsOwnBackBeforeTheProxiesGo() {
        take();
        world.deleting = true;
        Plan plan = settle();
        assertThat(plan.work()).isEqualTo(Work.RETURN_TO_STABLE);
        assertThat(status().stage()).isEqualTo(Stage.Returning);
        assertThat(status().settledSince()).isNull();
        proxies = 0;
        others = 2;
        settle();
        assertThat(status().settledSince()).isNotNull();
        world.pass(Takeover.SETTLING);
        plan = settle();
        assertThat(plan.work()).isEqualTo(Work.REMOVE_PROXIES);
        assertThat(plan.takeover()).isEmpty();
    }

    @Test
    void endpointsThatNeverComeAreNotAwaitedForEverButTheWriteIs() {
        take();
        refused = true;
        world.deleting = true;
        settle();
        world.pass(Takeover.PATIENCE.multipliedBy(2));
        assertThat(settle().work()).as("its selector is still the proxies'").isEqualTo(Work.RETURN_TO_STABLE);
        refused = false;
        others = 0;
        proxies = 0;
        settle();
        assertThat(settle().work()).isEqualTo(Work.REMOVE_PROXIES);
    }

    @Test
    void whatNobodyTookIsNotGivenBack() {
        carried = false;
        settle();
        world.deleting = true;
        assertThat(settle().work()).isEqualTo(Work.REMOVE_PROXIES);
    }

    @Test
    void ofAStatusThatWasLostTheMarkIsLeft() {
        take();
        world.status = dev.serin.api.v1alpha1.CanaryReleaseStatus.EMPTY;
        world.deleting = true;
        assertThat(settle().work()).isEqualTo(Work.RETURN_TO_STABLE);
        assertThat(status().stage()).isEqualTo(Stage.Returning);
    }

    private void count(int pods, @Nullable Integer bypassing) {
        older = new Older(pods, true, Optional.ofNullable(bypassing), world.now);
        settle();
    }

    @Test
    void bypassingConnectionsAreCountedUntilThereAreNone() {
        take();
        assertThat(condition().reason()).isEqualTo("ConnectionsBypass");
        assertThat(condition().message()).contains("are not counted yet");
        count(3, 0);
        assertThat(status().nothingBypasses())
                .as("a node may not have heard yet")
                .isFalse();
        count(3, 40);
        assertThat(condition().message()).contains("40 connections to 3 older pods bypass them.");
        count(3, 41);
        assertThat(status().bypassing()).as("not worth writing").isEqualTo(40);
        count(2, null);
        assertThat(condition().message())
                .contains("2 older pods may have connections")
                .contains("channelz");
        count(2, 7);
        world.pass(Bypass.QUIET);
        count(2, 0);
        assertThat(condition().reason()).isEqualTo("NothingBypasses");
    }

    @Test
    void clientsAreRestartedOnceAndOnlyIfSomethingBypasses() {
        world.rebalance = new Rebalance(
                null, null, null, OnTakeover.RestartClients, List.of(new Rebalance.Client(null, "gateway")));
        take();
        count(3, 0);
        world.pass(Bypass.SETTLED);
        count(3, 0);
        assertThat(status().restart()).isNull();
        count(3, 5);
        String at = status().pendingRestart().orElseThrow();
        world.pass(Duration.ofSeconds(3));
        count(3, 5);
        assertThat(status().pendingRestart()).contains(at);
        restartedAt = at;
        count(3, 5);
        assertThat(status().restart()).isEqualTo(new TakeoverStatus.Restart(at, true));
        setBack();
        world.pass(Duration.ofMinutes(1));
        count(3, 5);
        assertThat(status().restart()).isEqualTo(new TakeoverStatus.Restart(at, true));
    }

    @Test
    void whatSomebodyElseHasRestartedSinceIsRestarted() {
        world.rebalance = new Rebalance(
                null, null, null, OnTakeover.RestartClients, List.of(new Rebalance.Client(null, "gateway")));
        take();
        world.pass(Bypass.SETTLED);
        restartedAt = "by hand";
        count(1, null);
        assertThat(status().pendingRestart()).isPresent();
        restartedAt = Instant.parse(status().pendingRestart().orElseThrow())
                        .plusSeconds(3600)
                        .toString()
                        .replace("Z", "")
                + "+01:00";
        count(1, null);
        assertThat(status().pendingRestart()).isEmpty();
    }
}
