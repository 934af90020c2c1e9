package dev.serin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.PastRelease.Outcome;
import dev.serin.api.v1alpha1.RebalanceStatus.State;
import dev.serin.metrics.Tally.Times;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a change of the status brings to an end. */
class TallyTest {
    private static CanaryReleaseStatus history(String... entries) {
        return Example.status("history: [" + String.join(", ", entries) + "]");
    }

    private static CanaryReleaseStatus rebalance(String fields) {
        return Example.status("rebalance: {turns: 1, idleTurns: 0, connections: 40, proxies: [], " + fields + "}");
    }

    private static final String RUNNING = "{revision: c1, from: '2026-01-01T00:00:00Z', outcome: Running}";
    private static final String BACK =
            "{revision: c1, from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:01:30Z', outcome: RolledBack}";
    private static final String NEXT = "{revision: c2, from: '2026-01-01T00:02:00Z', outcome: Running}";

    @Test
    void aReleaseCountsOnceWhenItEnds() {
        Tally news = Tally.between(history(RUNNING), history(BACK));
        assertThat(news.attempts()).isEqualTo(Map.of(Outcome.RolledBack, new Times(1, 90)));
        assertThat(Tally.between(history(BACK), history(NEXT, BACK))).isEqualTo(Tally.NONE);
        assertThat(Tally.between(history(BACK), history(BACK))).isEqualTo(Tally.NONE);
    }

    @Test
    void oneThatIsSupersededEndsWhileTheNextBegins() {
        String superseded = BACK.replace("RolledBack", "Superseded");
        assertThat(Tally.between(history(RUNNING), history(NEXT, superseded)).attempts())
                .isEqualTo(Map.of(Outcome.Superseded, new Times(1, 90)));
    }

    @Test
    void redialledConnectionsAddUpOverTheTurnsAndRebalancings() {
        CanaryReleaseStatus first = rebalance("state: Running, startedAt: '2026-01-01T00:00:00Z', redialled: 0");
        CanaryReleaseStatus turn = rebalance("state: Running, startedAt: '2026-01-01T00:00:00Z', redialled: 10");
        CanaryReleaseStatus end = rebalance("state: Spread, startedAt: '2026-01-01T00:00:00Z',"
                + " finishedAt: '2026-01-01T00:00:02.500Z', redialled: 14");
        CanaryReleaseStatus again = rebalance("state: Running, startedAt: '2026-01-01T01:00:00Z', redialled: 3");
        assertThat(Tally.between(first, turn)).isEqualTo(new Tally(Map.of(), Map.of(), 10));
        assertThat(Tally.between(turn, end)).isEqualTo(new Tally(Map.of(), Map.of(State.Spread, new Times(1, 2.5)), 4));
        assertThat(Tally.between(end, end)).isEqualTo(Tally.NONE);
        assertThat(Tally.between(end, again)).isEqualTo(new Tally(Map.of(), Map.of(), 3));
        assertThat(Tally.between(CanaryReleaseStatus.EMPTY, first)).isEqualTo(Tally.NONE);
    }

    @Test
    void sumsAreByOutcome() {
        var one = new Tally(Map.of(Outcome.Promoted, new Times(1, 60)), Map.of(), 1);
        var other =
                new Tally(Map.of(Outcome.Promoted, new Times(1, 30), Outcome.Aborted, new Times(1, 5)), Map.of(), 2);
        assertThat(one.plus(other))
                .isEqualTo(new Tally(
                        Map.of(Outcome.Promoted, new Times(2, 90), Outcome.Aborted, new Times(1, 5)), Map.of(), 3));
    }
}
