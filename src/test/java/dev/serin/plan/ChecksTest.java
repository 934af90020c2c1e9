package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.ServiceReference.Exposure;
import dev.serin.plan.ServiceFacts.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What only the cluster can tell: each problem's reason and words, and that traffic stays as it is. */
class ChecksTest {
    private record Case(Consumer<World> make, String reason, String words) {}

    @TestFactory
    Stream<DynamicTest> problems() {
        return Stream.of(
                        new Case(
                                world -> world.serviceExists = false,
                                "ServiceNotFound",
                                "Service reporter (spec.service.name)"),
                        new Case(world -> world.rival = Optional.of("older"), "ServiceTaken", "CanaryRelease older"),
                        new Case(
                                world -> world.canaryShape = Workload.missing("v2"),
                                "CanaryNotFound",
                                "Deployment v2 (spec.canaryRef.name)"),
                        new Case(
                                world -> world.canaryShape = labels(Map.of("app", "v2"), Map.of("app", "v1")),
                                "SelectorsOverlap",
                                "The selector of Deployment v1 also matches the pods of Deployment v2"),
                        new Case(
                                world -> world.canaryShape = labels(Map.of(), Map.of("app", "v2")),
                                "SelectorNotSupported",
                                "Deployment v2 selects its pods by matchExpressions"),
                        new Case(
                                world -> taken(world, List.of(9090, 8080), Kind.ORDINARY),
                                "ServicePortsNotSupported",
                                "Service reporter cannot be taken over: the proxies answer at port 9090 only, and it has"
                                        + " other ports besides, [8080]. Make a Service for them, or set"
                                        + " spec.service.exposure to Separate."),
                        new Case(
                                world -> taken(world, List.of(9090), Kind.NOT_TCP),
                                "ServicePortsNotSupported",
                                "Service reporter cannot be taken over: the proxies answer at port 9090 only, and it has"
                                        + " ports that are not TCP, [9090]."),
                        new Case(
                                world -> taken(world, List.of(), Kind.EXTERNAL_NAME),
                                "ServiceTypeNotSupported",
                                "Service reporter cannot be taken over: it is another name for something outside"),
                        new Case(
                                world -> taken(world, List.of(9090), Kind.HEADLESS),
                                "ServiceTypeNotSupported",
                                "Service reporter cannot be taken over: it is headless"))
                .flatMap(each -> Stream.of(
                        DynamicTest.dynamicTest(each.reason + " before the release began", () -> atFirst(each)),
                        DynamicTest.dynamicTest(each.reason + " in the middle of it", () -> later(each))));
    }

    private static void taken(World world, List<Integer> ports, Kind kind) {
        world.exposure = Exposure.Takeover;
        world.service = Optional.of(new ServiceFacts(true, ports, kind, TakeoverFacts.NONE));
    }

    private static Workload labels(Map<String, String> selector, Map<String, String> podLabels) {
        return new Workload("v2", true, "", selector, podLabels, 0, Optional.empty());
    }

    private static void atFirst(Case each) {
        var world = new World();
        each.make.accept(world);
        Plan plan = world.settle();
        assertThat(plan.work()).isEqualTo(Work.NOTHING);
        assertThat(world.published).isEmpty();
        assertStalled(world, each);
    }

    private static void later(Case each) {
        var world = new World();
        world.settle();
        int weight = world.canary();
        each.make.accept(world);
        world.settle();
        assertThat(world.canary()).isEqualTo(weight);
        assertStalled(world, each);
    }

    private static void assertStalled(World world, Case each) {
        Condition stalled = world.status.condition("Stalled").orElseThrow();
        assertThat(stalled.isTrue()).isTrue();
        assertThat(stalled.reason()).isEqualTo(each.reason);
        assertThat(stalled.message()).contains(each.words);
        assertThat(world.status.phase()).isEqualTo(Phase.Failed);
    }

    @Test
    void aMendedProblemLetsTheReleaseGoOn() {
        var world = new World();
        world.serviceExists = false;
        world.settle();
        world.serviceExists = true;
        world.settle();
        assertThat(world.canary()).isEqualTo(1);
        assertThat(world.status.condition("Stalled").orElseThrow().isTrue()).isFalse();
    }
}
