package dev.serin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.health.HealthServer;
import dev.serin.metrics.Exposed.Family;
import dev.serin.xds.ReleaseKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page that Prometheus gets, over HTTP. */
class OperatorMetricsTest {
    private static final Set<String> LABELS = Set.of(
            "namespace",
            "release",
            "version",
            "phase",
            "condition",
            "outcome",
            "result",
            "operation",
            "cause",
            "type",
            "area",
            "id");
    private static final List<String> UNITS = List.of("_seconds", "_bytes", "_ratio");

    private final Example example = Example.of("one", "two");
    private HealthServer server;

    @SuppressWarnings("NullAway.Init")
    OperatorMetricsTest() {
        // The server is started before each test.
    }

    @BeforeEach
    void start() throws Exception {
        server = HealthServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> true, () -> true);
        server.add(MetricsPage.PATH, example.metrics.page());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Exposed scrape() throws Exception {
        return Scrape.of(server.address());
    }

    private static String[] release(String... more) {
        String[] all = new String[4 + more.length];
        System.arraycopy(new String[] {"namespace", "shop", "release", "one"}, 0, all, 0, 4);
        System.arraycopy(more, 0, all, 4, more.length);
        return all;
    }

    @Test
    void aReleaseTellsWhereItStands() throws Exception {
        Exposed page = scrape();
        assertThat(page.value("serin_release_phase", release("phase", "Progressing")))
                .isEqualTo(1);
        assertThat(page.value("serin_release_phase", release("phase", "Failed")))
                .isZero();
        assertThat(page.value("serin_release_condition", release("condition", "Progressing")))
                .isEqualTo(1);
        assertThat(page.value("serin_release_condition", release("condition", "Ready")))
                .isZero();
        assertThat(page.find("serin_release_condition", release("condition", "Promoted")))
                .as("unknown")
                .isEmpty();
        assertThat(page.value("serin_release_step", release())).isEqualTo(2);
        assertThat(page.value("serin_release_steps", release())).isEqualTo(3);
        assertThat(page.value("serin_release_attempt_start_timestamp_seconds", release()))
                .isEqualTo(1767225600);
    }

    @Test
    void aReleaseTellsItsWeightsAndItsRequests() throws Exception {
        Exposed page = scrape();
        assertThat(page.value("serin_release_weight_ratio", release("version", "canary")))
                .isEqualTo(0.5);
        assertThat(page.value("serin_release_observed_weight_ratio", release("version", "canary")))
                .isEqualTo(0.4);
        assertThat(page.value("serin_release_observed_weight_ratio", release("version", "stable")))
                .isEqualTo(0.6);
        assertThat(page.value("serin_release_requests_total", release("version", "stable")))
                .isEqualTo(120);
        assertThat(page.value("serin_release_mirrored_requests_total", release()))
                .isEqualTo(4);
        assertThat(page.value("serin_release_judged_requests_total", release("version", "canary")))
                .isEqualTo(400);
        assertThat(page.value("serin_release_judged_failures_total", release("version", "stable")))
                .isEqualTo(3);
        assertThat(page.value("serin_release_judgement", release("outcome", "Inconclusive")))
                .isEqualTo(1);
        assertThat(page.value("serin_release_judgement", release("outcome", "Failed")))
                .isZero();
        assertThat(page.value("serin_release_evidence_ratio", release())).isEqualTo(0.25);
    }

    @Test
    void aReleaseTellsOfItsProxies() throws Exception {
        Exposed page = scrape();
        assertThat(page.value("serin_release_proxies_wanted", release())).isEqualTo(3);
        assertThat(page.value("serin_release_proxies_ready", release())).isEqualTo(2);
        assertThat(page.value("serin_release_proxies_programmed", release())).isEqualTo(1);
        assertThat(page.value("serin_release_proxies_connected", release())).isEqualTo(2);
        assertThat(page.value("serin_release_proxies_rejecting", release())).isEqualTo(1);
        assertThat(page.value("serin_release_connections", release())).isEqualTo(40);
        assertThat(page.value("serin_release_connections_max_to_mean_ratio", release()))
                .isEqualTo(1.5);
        assertThat(page.value("serin_release_rebalancing", release())).isZero();
    }

    @Test
    void whatComesToAnEndIsCountedFromZero() throws Exception {
        String[] series = release("outcome", "RolledBack");
        assertThat(scrape().value("serin_release_attempt_duration_seconds_count", series))
                .isZero();
        CanaryRelease release = Objects.requireNonNull(example.releases.get("one"));
        example.happenings.note(release, Example.status("""
                        history:
                          - {revision: c2, from: "2026-01-01T00:00:00Z", to: "2026-01-01T00:00:20Z", outcome: RolledBack}
                        """));
        assertThat(scrape().value("serin_release_attempt_duration_seconds_count", series))
                .isEqualTo(1);
        assertThat(scrape().value("serin_release_attempt_duration_seconds_sum", series))
                .isEqualTo(20);
        example.happenings.forget(new ReleaseKey("shop", "one"));
        assertThat(scrape().value("serin_release_attempt_duration_seconds_count", series))
                .isZero();
    }

    @Test
    void whatIsNotKnownIsAbsent() throws Exception {
        example.releases.put("new", Example.release("""
                        metadata: {namespace: shop, name: new}
                        spec:
                          targetRef: {name: reporter}
                          canaryRef: {name: reporter-v2}
                          service: {name: reporter, port: 9090, exposure: Separate}
                          strategy: {weight: 10}
                        """));
        Exposed page = scrape();
        assertThat(page.find("serin_release_phase", "release", "new")).isEmpty();
        assertThat(page.find("serin_release_step", "release", "new")).isEmpty();
        assertThat(page.find("serin_release_weight_ratio", "release", "new")).isEmpty();
        assertThat(page.find("serin_release_evidence_ratio", "release", "new")).isEmpty();
        assertThat(page.find("serin_release_observed_weight_ratio", "release", "new"))
                .isEmpty();
        assertThat(page.value("serin_release_requests_total", "release", "new")).isZero();
    }

    @Test
    void aStatusThatSomebodyHasWrittenTakesNoOthersMetricsAway() throws Exception {
        CanaryRelease odd = Example.release("""
                        metadata: {namespace: shop, name: odd}
                        spec:
                          targetRef: {name: reporter}
                          canaryRef: {name: reporter-v2}
                          service: {name: reporter, port: 9090, exposure: Separate}
                          strategy: {weight: 10}
                        status:
                          phase: Ready
                          history: [{revision: a, from: yesterday, outcome: Running}]
                          analysis:
                            {since: "", outcome: Good, message: m, requests: 1, failed: 0, stableRequests: 1,
                             stableFailed: 0, evidence: much, state: ""}
                          conditions:
                            - {type: Ready, status: "True", reason: R, message: m}
                            - {type: Ready, status: "False", reason: R, message: m}
                        """);
        example.releases.put("odd", odd);
        example.happenings.note(odd, Example.status("history: [{revision: a, from: x, to: y, outcome: Aborted}]"));
        Exposed page = scrape();
        assertThat(page.value("serin_release_phase", "release", "odd", "phase", "Ready"))
                .isEqualTo(1);
        assertThat(page.value("serin_release_evidence_ratio", release())).isEqualTo(0.25);
    }

    @Test
    void aDeletedReleaseHasNoMetrics() throws Exception {
        assertThat(scrape().families().values())
                .anyMatch(family -> family.samples().stream()
                        .anyMatch(sample -> "two".equals(sample.labels().get("release"))));
        example.releases.remove("two");
        assertThat(scrape().families().values())
                .noneMatch(family -> family.samples().stream()
                        .anyMatch(sample -> "two".equals(sample.labels().get("release"))));
    }

    /** Whatever happens to it: every label but the release's name has a few fixed values. */
    @Test
    void aReleaseHasSomeSixtySeries() throws Exception {
        assertThat(scrape().families().values().stream()
                        .flatMap(family -> family.samples().stream())
                        .filter(sample -> "one".equals(sample.labels().get("release"))))
                .hasSizeBetween(50, 65);
    }

    @Test
    void nothingIsLookedAtWhileNobodyAsks() throws Exception {
        assertThat(example.looks).hasValue(0);
        scrape();
        assertThat(example.looks).hasValue(1);
    }

    /** As Prometheus asks for: https://prometheus.io/docs/practices/naming/ and its own linter, promtool. */
    @Test
    void namesAndUnitsAreThoseThatPrometheusAsksFor() throws Exception {
        for (Family family : scrape().families().values()) {
            String name = family.name();
            assertThat(name).matches("(serin|process|jvm)_[a-z0-9]+(_[a-z0-9]+)*");
            assertThat(family.help()).as(name).isNotEmpty();
            assertThat(family.samples()).as(name).isNotEmpty();
            assertThat(name.endsWith("_total")).as(name).isEqualTo(family.type().equals("counter"));
            assertThat(LABELS).as(name).containsAll(family.labels());
            assertThat(name).doesNotContainPattern("(milli|micro|nano|percent|minutes|hours|kilo|mega|kibi|mebi)");
            if (List.of("histogram", "summary").contains(family.type())) {
                assertThat(UNITS).as(name).anyMatch(name::endsWith);
            }
        }
    }

    @Test
    void thePageComesInTheFormatThatIsAskedFor() throws Exception {
        assertThat(Scrape.send(Scrape.request(server.address(), MetricsPage.PATH))
                        .headers()
                        .firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        var open = Scrape.send(Scrape.request(server.address(), MetricsPage.PATH)
                .header("Accept", "application/openmetrics-text; version=1.0.0"));
        assertThat(open.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(Scrape.unzipped(Scrape.request(server.address(), MetricsPage.PATH)))
                .contains("serin_leader 1.0");
    }

    @Test
    void otherQuestionsAreTurnedAway() throws Exception {
        assertThat(Scrape.send(Scrape.request(server.address(), MetricsPage.PATH)
                                .POST(BodyPublishers.ofString("x")))
                        .statusCode())
                .isEqualTo(405);
        assertThat(Scrape.send(Scrape.request(server.address(), "/metricsandmore"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(Scrape.send(Scrape.request(server.address(), "/readyz")).statusCode())
                .isEqualTo(200);
    }
}
