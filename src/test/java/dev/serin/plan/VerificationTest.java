package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.api.v1alpha1.Traffic.Split;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.plan.Verification.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether requests went where the weights say: the bounds by a table, and what follows for a release. */
class VerificationTest {
    private static Weights weights(int canary) {
        return new Weights(100, 100 - canary, canary, "2026-01-01T00:00:00Z", null);
    }

    private static TrafficFacts.Proxy proxy(String name, int runs, long requests, long canary, long retries) {
        return new TrafficFacts.Proxy(name, runs, requests, canary, 0, 0, 0, 0, retries);
    }

    @ParameterizedTest
    @CsvSource({
        // split, weight, runs, requests, canary, retries, verdict
        "Exact,  10, 1, 1000,  100, 0, VERIFIED",
        "Exact,  10, 1, 1000,  102, 0, VERIFIED",
        "Exact,  10, 1, 1000,  103, 0, DEVIATES",
        "Exact,  10, 1, 1000,   97, 0, DEVIATES",
        "Exact,  10, 2, 1000,  104, 0, VERIFIED",
        "Exact,  10, 1, 1000,  103, 1, VERIFIED",
        "Exact,   0, 1, 1000,    0, 0, VERIFIED",
        "Exact,   0, 1, 1000,    3, 0, DEVIATES",
        "Exact, 100, 1, 1000, 1000, 0, VERIFIED",
        // 4 standard deviations of 10000 requests at 10 % are 120.
        "Random, 10, 1, 10000, 1120, 0, VERIFIED",
        "Random, 10, 1, 10000, 1123, 0, DEVIATES",
        "Random,  0, 1, 10000,    3, 0, DEVIATES",
        "Sticky, 10, 1, 1000,   900, 0, BY_USER",
        "Sticky,  0, 1, 1000,   900, 0, DEVIATES",
        "Exact,  10, 1,    0,    0, 0, NO_TRAFFIC",
    })
    void boundsOfOneProxy(
            Split split, int weight, int runs, long requests, long canary, long retries, Verdict verdict) {
        var facts = new TrafficFacts(List.of(proxy("p", runs, requests, canary, retries)));
        assertThat(Verification.of(weights(weight), split, facts).verdict()).isEqualTo(verdict);
    }

    @Test
    void theProxyThatIsOffIsNamedEvenWhenTheSumIsRight() {
        var facts = new TrafficFacts(
                List.of(proxy("a", 1, 1000, 100, 0), proxy("b", 1, 1000, 150, 0), proxy("c", 1, 1000, 50, 0)));
        Verification found = Verification.of(weights(10), Split.Exact, facts);
        assertThat(found.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(found.proxy()).isIn("b", "c");
        assertThat(found.off()).isCloseTo(50, within(1e-9));
    }

    @Test
    void aSplitThatFellBackIsSaid() {
        var facts = new TrafficFacts(List.of(new TrafficFacts.Proxy("p", 1, 10, 1, 0, 0, 0, 990, 0)));
        assertThat(Verification.of(weights(10), Split.Exact, facts).verdict()).isEqualTo(Verdict.FELL_BACK);
    }

    @Test
    void withoutWeightsNothingIsKnown() {
        var facts = new TrafficFacts(List.of(proxy("p", 1, 10, 1, 0)));
        assertThat(Verification.of(null, Split.Exact, facts).verdict()).isEqualTo(Verdict.NO_TRAFFIC);
    }

    @Test
    void aHoldStandsStillWhileRequestsGoElsewhere() {
        var world = new World();
        world.split = Split.Exact;
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        world.requests = 1000;
        world.canaryRequests = 500;
        Plan plan = world.settle();
        assertThat(plan.waiting()).isEqualTo(Waiting.TRAFFIC);
        assertThat(world.status.condition("TrafficVerified").orElseThrow().message())
                .isEqualTo(
                        "Proxy 10.1.0.1 is off by about 400 requests, more than may be; the hold stands still. Look at"
                                + " its log, or delete its pod.");
        world.pass(Duration.ofHours(2));
        plan = world.settle();
        assertThat(world.canary()).as("the step does not end").isEqualTo(1);
        assertThat(plan.overdue()).isTrue();
        world.canaryRequests = 10;
        world.settle();
        assertThat(world.status.condition("TrafficVerified").orElseThrow().isTrue())
                .isTrue();
        world.pass(Duration.ofMinutes(11));
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
    }

    @Test
    void aFallbackIsSaidAndHoldsNothing() {
        var world = new World();
        world.split = Split.Exact;
        world.settle();
        world.requests = 1;
        world.fallback = 1000;
        world.settle();
        assertThat(world.status.condition("TrafficVerified").orElseThrow().reason())
                .isEqualTo("ExactSplitFailed");
        world.pass(Duration.ofMinutes(11));
        world.settle();
        assertThat(world.canary()).isEqualTo(10);
    }
}
