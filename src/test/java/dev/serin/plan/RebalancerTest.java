package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Rebalance;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.RebalanceStatus.Member;
import dev.serin.api.v1alpha1.RebalanceStatus.Reason;
import dev.serin.api.v1alpha1.RebalanceStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections are spread, against clients that re-dial wherever chance leads them. */
class RebalancerTest {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final World world = new World();
    private final Crowd crowd = new Crowd(world, new Random(1));

    @Test
    void nothingIsDoneBeforeEveryReadyProxyIsMeasured() {
        world.settle();
        assertThat(status().state()).isEqualTo(State.NoConnections);
        assertThat(rebalanced().status()).isEqualTo("Unknown");
        assertThat(rebalanced().reason()).isEqualTo("NotMeasured");
    }

    @Test
    void withoutConnectionsThereIsNothingToSpread() {
        crowd.count();
        world.settle();
        assertThat(rebalanced().status()).isEqualTo("Unknown");
        assertThat(rebalanced().reason()).isEqualTo("NoConnections");
        assertThat(status().startedAt()).isNull();
    }

    @Test
    void anEvenSpreadOfTheFirstProxiesIsMeasuredAndLeftAlone() {
        begin();
        assertThat(rebalanced().isTrue()).isTrue();
        assertThat(status().maxToMean()).isEqualTo("1.00");
        assertThat(status().proxies()).allMatch(member -> member.sent() == 0 && member.settled());
    }

    @Test
    void laterUnevennessByTheClientsOwnDoingIsLeftAlone() {
        begin();
        crowd.dial("p1", 50);
        crowd.run(Duration.ofMinutes(1));
        assertThat(status().proxies()).allMatch(member -> member.sent() == 0);
        assertThat(rebalanced().reason()).isEqualTo("Uneven");
    }

    @Test
    void clientsThatComeLaterAreMeasured() {
        crowd.count();
        world.settle();
        begin();
        assertThat(rebalanced().isTrue()).isTrue();
        assertThat(status().startedAt()).isNull();
    }

    @Test
    void aNewProxyGetsItsShare() {
        begin();
        crowd.add("p3");
        crowd.run(Duration.ofSeconds(30));
        assertThat(rebalanced().isTrue()).isTrue();
        assertThat(status().reason()).isEqualTo(Reason.ProxyScale);
        assertThat(status().redialled()).isPositive();
        assertThat(crowd.maxToMean()).isLessThanOrEqualTo(1.25);
    }

    @Test
    void aProxyThatComesBackGetsItsShare() {
        begin();
        crowd.crash("p1");
        world.settle();
        assertThat(crowd.maxToMean()).isEqualTo(1);
        crowd.comeBack("p1");
        crowd.run(Duration.ofSeconds(30));
        assertThat(rebalanced().isTrue()).isTrue();
        assertThat(crowd.maxToMean()).isLessThanOrEqualTo(1.25);
    }

    @Test
    void withoutTheTriggerItIsOnlySaid() {
        world.rebalance = new Rebalance(List.of(), null, null, null, null);
        begin();
        crowd.add("p3");
        crowd.run(Duration.ofSeconds(30));
        assertThat(rebalanced().status()).isEqualTo("False");
        assertThat(rebalanced().reason()).isEqualTo("Uneven");
        assertThat(status().proxies()).allMatch(member -> member.sent() == 0);
    }

    @Test
    void onRequestEveryConnectionIsRedialledOnceAtLeast() {
        begin();
        world.action = Optional.of("rebalance");
        world.settle();
        world.action = Optional.empty();
        assertThat(status().reason()).isEqualTo(Reason.Requested);
        crowd.run(Duration.ofSeconds(30));
        assertThat(status().proxies()).allMatch(member -> member.sent() >= 10);
        assertThat(status().redialled()).isGreaterThanOrEqualTo(50);
        assertThat(rebalanced().isTrue()).isTrue();
    }

    @Test
    void aWishThatIsSeenAgainIsTheSameWish() {
        begin();
        world.action = Optional.of("rebalance");
        world.settle();
        String begun = status().startedAt();
        crowd.run(Duration.ofMillis(500));
        assertThat(status().startedAt()).isEqualTo(begun);
    }

    /** Those are counted where they were, so that the spread would seem other than it is. */
    @ParameterizedTest
    @ValueSource(ints = {1100, 2500, 4000})
    void connectionsThatAreYetToBeClosedAreAwaited(int linger) {
        int runs = 100;
        int even = 0;
        for (int seed = 0; seed < runs; seed++) {
            World each = new World();
            Crowd clients = new Crowd(each, new Random(seed));
            clients.linger = Duration.ofMillis(linger);
            clients.dial("p1", 25);
            clients.dial("p2", 25);
            clients.count();
            each.settle();
            clients.add("p3");
            clients.add("p4");
            clients.run(Duration.ofSeconds(90));
            RebalanceStatus status = Objects.requireNonNull(each.status.rebalance());
            assertThat(status.connections()).as("seed " + seed).isEqualTo(50);
            even += clients.maxToMean() <= 1.25 ? 1 : 0;
        }
        assertThat(even).isGreaterThanOrEqualTo(runs * 95 / 100);
    }

    @Test
    void silentClientsAreGivenUp() {
        begin();
        crowd.silent = true;
        crowd.add("p3");
        crowd.run(Duration.ofSeconds(30));
        assertThat(rebalanced().reason()).isEqualTo("Uneven");
        assertThat(status().turns()).isLessThanOrEqualTo(4);
        assertThat(status().redialled()).isZero();
    }

    @Test
    void aProxyThatCannotBeAskedDoesNotKeepItGoingForEver() {
        begin();
        crowd.add("p3");
        crowd.run(Duration.ofSeconds(1));
        assertThat(status().state()).isEqualTo(State.Running);
        crowd.mute("p3");
        crowd.run(Duration.ofSeconds(30));
        assertThat(status().state()).isEqualTo(State.Uneven);
    }

    /** Real Services choose by chance; an operator that starts anew at any moment goes on from the status alone. */
    @ParameterizedTest
    @CsvSource({"2, 4, 50", "1, 2, 10", "2, 3, 1000", "4, 8, 200", "3, 10, 5000", "1, 4, 3"})
    void connectionsAreSpreadWithinFifteenSeconds(int from, int to, int connections) {
        int runs = 200;
        int inTime = 0;
        double turns = 0;
        for (int seed = 0; seed < runs; seed++) {
            World each = new World();
            each.proxies.clear();
            Crowd clients = new Crowd(each, new Random(seed));
            for (int i = 0; i < from; i++) {
                clients.add("p" + i);
            }
            clients.count();
            each.settle();
            for (int i = 0; i < connections; i++) {
                clients.dial("p" + i % from, 1);
            }
            for (int i = from; i < to; i++) {
                clients.add("p" + i);
            }
            clients.run(Duration.ofSeconds(15));
            RebalanceStatus status = Objects.requireNonNull(each.status.rebalance());
            turns += (double) status.turns() / runs;
            inTime += status.state() == State.Spread ? 1 : 0;
            clients.run(Duration.ofSeconds(60));
            assertThat(Objects.requireNonNull(each.status.rebalance()).state())
                    .as("seed " + seed)
                    .isNotEqualTo(State.Running);
            assertThat(clients.total()).isEqualTo(connections);
        }
        System.out.printf(
                "%d -> %d proxies, %d connections: spread within 15 s in %d of %d runs, %.1f turns%n",
                from, to, connections, inTime, runs, turns);
        assertThat(inTime).isGreaterThanOrEqualTo(runs * 95 / 100);
    }

    @Test
    void whatAProxyHasSentAwayNeverShrinks() {
        crowd.dial("p1", 50);
        crowd.count();
        world.settle();
        int before = 0;
        for (int look = 0; look < 100; look++) {
            crowd.run(LOOK);
            int sent = status().proxies().stream().mapToInt(Member::sent).sum();
            assertThat(sent).isGreaterThanOrEqualTo(before);
            before = sent;
        }
        assertThat(before).isPositive();
    }

    /** Two proxies with 25 connections each. */
    private void begin() {
        crowd.dial("p1", 25);
        crowd.dial("p2", 25);
        crowd.count();
        world.settle();
    }

    private RebalanceStatus status() {
        return Objects.requireNonNull(world.status.rebalance());
    }

    private Condition rebalanced() {
        return world.status.condition("Rebalanced").orElseThrow();
    }
}
