package dev.serin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counting over proxies, their restarts, and changes of weight. */
class TallyTest {
    private final Tally tally = new Tally();

    private static Reading reading(long stable, long canary) {
        return new Reading(
                Map.of("cluster.stable.upstream_rq_total", stable, "cluster.canary.upstream_rq_total", canary));
    }

    private static Counts counts(long stable, long canary) {
        return new Counts(stable, canary, 0, 0, 0, 0, 0);
    }

    private void take(String since, Map<String, Reading> readings) {
        tally.take(since, readings, Set.of("p1", "p2"));
    }

    private Counts total(String since) {
        return tally.measured(since).total();
    }

    @Test
    void countsOnlySinceTheWeightsChanged() {
        take("t1", Map.of("p1", reading(900, 100)));
        assertThat(total("t1")).as("what was there before is not counted").isEqualTo(Counts.NONE);
        take("t1", Map.of("p1", reading(990, 110)));
        assertThat(total("t1")).isEqualTo(counts(90, 10));
        take("t2", Map.of("p1", reading(1000, 200)));
        assertThat(total("t2")).isEqualTo(Counts.NONE);
        assertThat(total("t1")).as("another setting of weights").isEqualTo(Counts.NONE);
    }

    @Test
    void aProxyThatBeginsAnewBeganAtZero() {
        take("t1", Map.of("p1", reading(900, 100)));
        take("t1", Map.of("p1", reading(910, 101)));
        take("t1", Map.of("p1", reading(30, 3)));
        assertThat(tally.measured("t1").proxies())
                .containsExactlyEntriesOf(Map.of("p1", new Measurement.Proxy(counts(40, 4), 1)));
    }

    @Test
    void aNewProxyCountsFromItsStart() {
        take("t1", Map.of("p1", reading(10, 1)));
        take("t1", Map.of("p1", reading(20, 2), "p2", reading(5, 5)));
        assertThat(total("t1")).isEqualTo(counts(15, 6));
    }

    @Test
    void aProxyThatCannotBeReadForAWhileIsNotCountedTwice() {
        take("t1", Map.of("p1", reading(100, 10), "p2", reading(100, 10)));
        take("t1", Map.of("p1", reading(110, 11)));
        take("t1", Map.of("p1", reading(110, 11), "p2", reading(120, 12)));
        assertThat(total("t1")).isEqualTo(counts(30, 3));
    }

    @Test
    void readsEnvoysText() {
        String text = """
                cluster.canary.upstream_rq_pending_failure_eject: 2
                cluster.canary.upstream_rq_total: 70
                cluster.canary-first.upstream_rq_retry: 30
                cluster.fallback.upstream_rq_total: 5
                cluster.mirrored.upstream_rq_total: 9
                cluster.stable.upstream_rq_pending_failure_eject: 1
                cluster.stable.upstream_rq_retry: 1
                cluster.stable.upstream_rq_total: 930
                vhost.traffic.route.matched.upstream_rq_total: 20
                """;
        assertThat(Reading.parse(text).counts()).isEqualTo(new Counts(900, 52, 20, 9, 30, 5, 1));
        assertThat(Reading.parse("").counts()).isEqualTo(Counts.NONE);
    }
}
