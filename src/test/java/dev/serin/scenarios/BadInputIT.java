package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.local.Cluster;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bad input, each with the answer as its author sees it: in kubectl's words, or in the condition Stalled. */
class BadInputIT {
    private static final String GOOD = BadInputs.GOOD;

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/bad-input"));
        serin.sample("reporter.yaml");
        serin.apply("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: taken-canary}
                        spec:
                          replicas: 0
                          selector: {matchLabels: {app: taken}}
                          template:
                            metadata: {labels: {app: taken}}
                            spec: {containers: [{name: c, image: ghcr.io/serin-dev/samples/reporter:2}]}
                        """).orThrow();
    }

    @AfterEach
    void delete() throws Exception {
        serin.cluster().kubectl("delete", "canary", "--all", "--timeout=150s").orThrow();
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @TestFactory
    Stream<DynamicTest> refusedByTheApi() {
        return Stream.of(
                        BadInputs.REFUSED,
                        BadTrafficInputs.REFUSED,
                        BadAnalysisInputs.REFUSED,
                        BadAdoptionInputs.REFUSED,
                        BadGateInputs.REFUSED,
                        BadTakeoverInputs.REFUSED,
                        BadNotificationInputs.REFUSED,
                        OddInputs.REFUSED)
                .flatMap(List::stream)
                .map(each -> DynamicTest.dynamicTest(each.what(), () -> {
                    Cluster.Result answer =
                            serin.apply(GOOD.replace(each.find(), each.put()).replace("NAME", "bad"));
                    assertThat(answer.exit()).as(answer.toString()).isNotZero();
                    // A real API server names several faults in any order.
                    assertThat(words(answer).lines())
                            .containsExactlyInAnyOrderElementsOf(
                                    each.answer().lines().toList());
                }));
    }

    /** All that kubectl says, but for the name of the file. */
    private static String words(Cluster.Result answer) {
        return answer.err().strip().replaceAll("\"[^\"]*manifest\\d+\\.yaml\"", "FILE");
    }

    @TestFactory
    Stream<DynamicTest> refusedWhateverTheVerb() {
        return OddInputs.VERBS.stream()
                .map(each -> DynamicTest.dynamicTest(each.what(), () -> {
                    serin.apply(GOOD.replace("NAME", "reporter")).orThrow();
                    Cluster.Result answer =
                            serin.cluster().kubectl(each.arguments().toArray(String[]::new));
                    assertThat(answer.exit()).as(answer.toString()).isNotZero();
                    assertThat(words(answer)).isEqualTo(each.answer());
                }));
    }

    @TestFactory
    Stream<DynamicTest> oddAndAccepted() {
        return OddInputs.ACCEPTED.stream()
                .map(each -> DynamicTest.dynamicTest(each.what(), () -> {
                    serin.applyWith(GOOD.replace(each.find(), each.put()).replace("NAME", "odd"), "--validate=ignore")
                            .orThrow();
                    assertThat(serin.cluster()
                                    .kubectl("get", "canary", "odd", "-o", "jsonpath=" + each.path())
                                    .orThrow()
                                    .out())
                            .isEqualTo(each.answer());
                    serin.cluster()
                            .kubectl("delete", "canary", "odd", "--timeout=150s")
                            .orThrow();
                }));
    }

    @Test
    void whatCannotBeChangedIsSaid() throws Exception {
        serin.apply(GOOD.replace("NAME", "good")).orThrow();
        assertImmutable("targetRef: {name: reporter}", "targetRef: {name: other}", "targetRef is immutable");
        assertImmutable("port: 9090", "port: 9091", "service, but for its exposure, is immutable");
        assertImmutable("GRPC", "HTTP", "service, but for its exposure, is immutable");
        assertImmutable("  canaryRef: {name: reporter-v2}\n", "", "canaryRef can be neither added nor taken away");
        serin.apply(GOOD.replace("NAME", "good").replace("reporter-v2", "reporter-v3"))
                .orThrow();
    }

    private static void assertImmutable(String find, String put, String words) throws Exception {
        Cluster.Result answer = serin.apply(GOOD.replace("NAME", "good").replace(find, put));
        assertThat(answer.exit()).isNotZero();
        assertThat(answer.err()).contains(words + ": delete the CanaryRelease and create it anew");
    }

    @TestFactory
    Stream<DynamicTest> reportedAsStalled() {
        return Stream.of(
                        new BadInputs.Case(
                                "missing target",
                                "targetRef: {name: reporter}",
                                "targetRef: {name: nobody}",
                                "TargetNotFound: Deployment nobody (spec.targetRef.name) is not in this namespace"),
                        new BadInputs.Case(
                                "missing canary",
                                "reporter-v2",
                                "nobody",
                                "CanaryNotFound: Deployment nobody (spec.canaryRef.name) is not in this namespace"),
                        new BadInputs.Case(
                                "no such label",
                                "canaryRef: {name: reporter-v2}",
                                "canary: {selectorLabel: tier}",
                                "SelectorNotSupported: Canary's pods cannot be told apart from those of Deployment"
                                        + " reporter by the label tier: name one of its selector in"
                                        + " spec.canary.selectorLabel"),
                        new BadInputs.Case(
                                "a canary that is there already",
                                "targetRef: {name: reporter}\n  canaryRef: {name: reporter-v2}",
                                "targetRef: {name: taken}",
                                "NameTaken: Deployment taken-canary is there already"),
                        new BadInputs.Case(
                                "missing Service",
                                "service: {name: reporter",
                                "service: {name: nobody",
                                "ServiceNotFound: Service nobody (spec.service.name) is not in this namespace"),
                        new BadInputs.Case(
                                "no such time zone",
                                "strategy:",
                                "schedule: {timeZone: Mars/Base}\n  strategy:",
                                "SpecInvalid: spec.schedule.timeZone \"Mars/Base\" is no time zone"),
                        new BadInputs.Case(
                                "missing port",
                                "9090",
                                "8080",
                                "PortNotFound: Service reporter has no port 8080 (spec.service.port); it has [9090]"))
                .map(each -> DynamicTest.dynamicTest(each.what(), () -> {
                    serin.apply(GOOD.replace(each.find(), each.put()).replace("NAME", "stalled"))
                            .orThrow();
                    Condition stalled = serin.awaitCondition("stalled", "Stalled", true);
                    assertThat(stalled.reason() + ": " + stalled.message()).startsWith(each.answer());
                    assertThat(serin.cluster()
                                    .client()
                                    .apps()
                                    .deployments()
                                    .inNamespace("default")
                                    .withName("stalled-proxy")
                                    .get())
                            .as("nothing is made")
                            .isNull();
                    serin.cluster()
                            .kubectl("delete", "canary", "stalled", "--timeout=150s")
                            .orThrow();
                }));
    }

    @Test
    void aSecondReleaseOfAServiceIsStalledAndTheFirstGoesOn() throws Exception {
        serin.apply(GOOD.replace("NAME", "first")).orThrow();
        serin.awaitCondition("first", "Ready", true);
        serin.apply(GOOD.replace("NAME", "second")).orThrow();
        assertThat(serin.awaitCondition("second", "Stalled", true).message())
                .startsWith("CanaryRelease first already splits Service reporter");
        assertThat(serin.status("first").condition("Ready").orElseThrow().isTrue())
                .isTrue();
        serin.cluster().kubectl("delete", "canary", "first", "--timeout=150s").orThrow();
        serin.awaitCondition("second", "Ready", true);
    }

    @Test
    void selectorsThatOverlapAreReported() throws Exception {
        serin.apply("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: overlapping}
                        spec:
                          replicas: 0
                          selector: {matchLabels: {app: reporter, version: v2}}
                          template:
                            metadata: {labels: {app: reporter, version: v2}}
                            spec: {containers: [{name: c, image: ghcr.io/serin-dev/samples/reporter:2}]}
                        """).orThrow();
        serin.apply(GOOD.replace("NAME", "overlap").replace("reporter-v2", "overlapping"))
                .orThrow();
        Condition stalled = serin.awaitCondition("overlap", "Stalled", true);
        assertThat(stalled.reason()).isEqualTo("SelectorsOverlap");
        assertThat(stalled.message())
                .startsWith("The selector of Deployment reporter also matches the pods of Deployment overlapping");
    }
}
