package dev.serin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counting over proxies, their restarts, and changes of weight. */
class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void countsOnlySinceTheWeightsChanged() {
        tally.take("t1", Map.of("p1", new Counts(900, 100)));
        assertThat(tally.sum("t1").total())
                .as("what was there before is not counted")
                .isZero();
        tally.take("t1", Map.of("p1", new Counts(990, 110)));
        assertThat(tally.sum("t1")).isEqualTo(new Counts(90, 10));
        tally.take("t2", Map.of("p1", new Counts(1000, 200)));
        assertThat(tally.sum("t2")).isEqualTo(Counts.NONE);
        assertThat(tally.sum("t1")).as("another setting of weights").isEqualTo(Counts.NONE);
    }

    @Test
    void aProxyThatBeginsAnewBeganAtZero() {
        tally.take("t1", Map.of("p1", new Counts(900, 100)));
        tally.take("t1", Map.of("p1", new Counts(30, 3)));
        assertThat(tally.sum("t1")).isEqualTo(new Counts(30, 3));
    }

    @Test
    void aNewProxyCountsFromItsStart() {
        tally.take("t1", Map.of("p1", new Counts(10, 1)));
        tally.take("t1", Map.of("p1", new Counts(20, 2), "p2", new Counts(5, 5)));
        assertThat(tally.sum("t1")).isEqualTo(new Counts(15, 6));
    }

    @Test
    void readsEnvoysText() {
        assertThat(CounterReader.parse(
                        "cluster.canary.upstream_rq_completed: 7\ncluster.stable.upstream_rq_completed: 93\n"))
                .isEqualTo(new Counts(93, 7));
        assertThat(CounterReader.parse("")).isEqualTo(Counts.NONE);
    }
}
