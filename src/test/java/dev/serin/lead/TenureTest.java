package dev.serin.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** For how long a process may act as the leader, by a clock that the test sets. */
class TenureTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000); // nanoTime may overflow
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger doubts = new AtomicInteger();
    private final Tenure tenure = tenure();

    private Tenure tenure() {
        var made = new Tenure(now::get, left::incrementAndGet);
        made.onDoubt(doubts::incrementAndGet);
        return made;
    }

    private void pass(long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    /** The process runs all the time. */
    private void run(long millis) {
        for (long rest = millis; rest > 0; rest -= 200) {
            pass(Math.min(rest, 200));
            tenure.pulse();
        }
    }

    @Test
    void beforeTheLeaseIsHeldNobodyActs() {
        assertThat(tenure.holds()).isFalse();
        assertThat(left).hasValue(0);
    }

    @Test
    void itHoldsForSevenSecondsFromTheBeginningOfTheLastRenewal() {
        long begun = now.get();
        run(800);
        tenure.renewed(begun);
        run(6100);
        assertThat(tenure.holds()).as("6.9 s").isTrue();
        tenure.renewed(now.get());
        run(6900);
        assertThat(tenure.holds()).as("6.9 s after the second").isTrue();
        run(100);
        assertThat(tenure.holds()).as("7 s").isFalse();
        assertThat(left).as("and the process leaves").hasValue(1);
    }

    @Test
    void whoWasFrozenForLongLeaves() {
        tenure.renewed(now.get());
        pass(60_000);
        assertThat(tenure.holds()).isFalse();
        assertThat(left).hasValue(1);
    }

    @Test
    void whoWasFrozenForAWhileWaitsForOneMoreRenewal() throws Exception {
        tenure.renewed(now.get());
        long before = now.get();
        pass(1500);
        var acts = CompletableFuture.supplyAsync(tenure::holds);
        await().untilAsserted(() -> assertThat(doubts).hasValue(1));
        tenure.renewed(before + 1);
        tenure.pulse();
        await("a renewal that began before says nothing")
                .during(Duration.ofMillis(300))
                .until(() -> !acts.isDone());
        tenure.renewed(now.get());
        assertThat(acts.get()).isTrue();
        assertThat(tenure.holds()).isTrue();
        assertThat(left).hasValue(0);
    }

    @Test
    void whoWasFrozenAndCannotRenewLeaves() {
        tenure.renewed(now.get());
        pass(1500);
        tenure.pulse();
        var acts = CompletableFuture.supplyAsync(tenure::holds);
        run(5600);
        assertThat(acts.join()).isFalse();
        assertThat(left).hasValue(1);
    }

    @Test
    void anOrderlyEndIsNoReasonToLeave() {
        tenure.renewed(now.get());
        tenure.end();
        pass(60_000);
        assertThat(tenure.holds()).isFalse();
        assertThat(left).hasValue(0);
    }
}
