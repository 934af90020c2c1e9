package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.xds.ProxyConfig.Protocol;
import dev.serin.xds.Staging.Has;
import dev.serin.xds.Staging.Held;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a proxy may be sent, by what it has. */
class StagingTest {
    private static final Endpoint STABLE = new Endpoint("10.0.0.1", 9090);
    private static final Endpoint CANARY = new Endpoint("10.0.0.2", 9090);
    private static final Held BOTH = new Held(List.of(STABLE), List.of(CANARY));

    private static ProxyConfig wanted(int weight, boolean stable, boolean canary) {
        return FactoriesTest.config(
                Protocol.GRPC, weight, stable ? List.of(STABLE) : List.of(), canary ? List.of(CANARY) : List.of());
    }

    private static Has has(boolean settled, Split... splits) {
        Use use = Stream.of(splits)
                .map(split -> new Use(split.stable() > 0, split.canary() > 0))
                .reduce(Use.NONE, Use::or);
        return new Has(settled, "c", Optional.of(BOTH), Optional.of(BOTH), use);
    }

    private static Split canary(int weight) {
        return new Split(weight, 100);
    }

    @Test
    void endpointsThatTheRouteUsesAreKeptUntilItIsGone() {
        assertThat(Staging.endpoints(wanted(0, true, false), has(true, canary(50))))
                .isEqualTo(BOTH);
        assertThat(Staging.endpoints(wanted(100, false, true), has(true, canary(50))))
                .isEqualTo(BOTH);
    }

    @Test
    void endpointsAreAlsoKeptForARouteThatIsOnItsWay() {
        assertThat(Staging.endpoints(wanted(0, true, false), has(true, canary(0), canary(50))))
                .isEqualTo(BOTH);
    }

    @Test
    void endpointsGoWhenNoRouteUsesThem() {
        assertThat(Staging.endpoints(wanted(0, true, false), has(true, canary(0))))
                .isEqualTo(new Held(List.of(STABLE), List.of()));
    }

    @Test
    void endpointsThatARouteGoesOnUsingAreNotKeptBeyondTheirLife() {
        assertThat(Staging.endpoints(wanted(50, false, true), has(true, canary(50))))
                .as("stable has none at all: old addresses would not answer either")
                .isEqualTo(new Held(List.of(), List.of(CANARY)));
    }

    @Test
    void aNewProxyHasNothingToKeep() {
        Has nothing = new Has(true, "", Optional.empty(), Optional.empty(), Use.NONE);
        assertThat(Staging.endpoints(wanted(0, true, false), nothing)).isEqualTo(new Held(List.of(STABLE), List.of()));
    }

    @Test
    void aRouteGoesOutWhenAllItUsesIsConfirmedAndNothingIsOnItsWay() {
        Held fewer = new Held(List.of(STABLE), List.of());
        assertThat(Staging.routeMayGo("c", BOTH, has(true))).isTrue();
        assertThat(Staging.routeMayGo("c2", BOTH, has(true))).isFalse();
        assertThat(Staging.routeMayGo("c", fewer, has(true))).isFalse();
        assertThat(Staging.routeMayGo("c", BOTH, has(false))).isFalse();
        Has underWay = new Has(true, "c", Optional.of(fewer), Optional.of(BOTH), Use.NONE);
        assertThat(Staging.routeMayGo("c", BOTH, underWay))
                .as("not confirmed yet")
                .isFalse();
        assertThat(Staging.routeMayGo("c", fewer, underWay))
                .as("about to change")
                .isFalse();
    }
}
