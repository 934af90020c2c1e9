package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.local.Disturbances.Disturbance;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The control plane is away for a while in the middle of a step: requests go on as they were, and then the release. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutagesIT {

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/outages"));
        serin.sample("reporter.yaml");
    }

    @AfterEach
    void delete() throws Exception {
        serin.cluster().kubectl("delete", "canary", "--all", "--timeout=150s").orThrow();
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @FunctionalInterface
    private interface Trouble {
        void befall() throws Exception;
    }

    /** Step 1 is held for too short a time to be over before the trouble begins, and is over when it ends. */
    private static void inTheMiddleOfAStep(String what, Trouble trouble) throws Exception {
        serin.release(
                "traffic: {split: Random}", "strategy: {steps: [{weight: 10, hold: 10s}, {weight: 90, hold: 1h}]}");
        await("step 1 is held").until(() -> weight(serin.status("reporter")) == 10);
        await("clients find the proxies").until(OutagesIT::isServed);
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(300))) {
            await().until(() -> client.count() > 100);
            trouble.befall();
            int over = client.count();
            await(what + " is over, and the release goes on")
                    .ignoreExceptions()
                    .until(() -> weight(serin.status("reporter")) == 90);
            serin.awaitCondition("reporter", "TrafficProgrammed", true);
            int changed = client.count();
            await().until(() -> client.count() > changed + 500);
            client.stop();
            List<Call> calls = client.calls();
            assertThat(calls.stream().filter(Call::failed))
                    .as("failed of " + calls.size())
                    .isEmpty();
            assertThat(canary(calls.subList(0, over)))
                    .as("the share while it lasted")
                    .isLessThan(0.3);
            assertThat(canary(calls.subList(changed + 200, calls.size())))
                    .as("the share afterwards")
                    .isGreaterThan(0.7);
            System.out.printf("%s in the middle of a step: 0 of %d requests failed%n", what, calls.size());
        }
    }

    /** Kubernetes' own controllers may still be waiting before they watch again after the trouble before this one. */
    private static boolean isServed() {
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(1).rate(20))) {
            await().until(() -> client.count() > 0);
            return client.calls().stream().noneMatch(Call::failed);
        }
    }

    private static int weight(CanaryReleaseStatus status) {
        return status.weights() == null ? -1 : status.weights().canary();
    }

    private static double canary(List<Call> calls) {
        return calls.stream().filter(call -> "v2".equals(call.version())).count() / (double) calls.size();
    }

    @Test
    void theApiServerHasNoCapacityForTheOperator() throws Exception {
        inTheMiddleOfAStep(
                "9 s of answer 429", () -> during(serin.cluster().disturb().throttle(Serin.USER), 9));
        assertThat(serin.cluster().audit())
                .filteredOn(record -> record.user().equals(Serin.USER) && record.status() == 429)
                .isNotEmpty();
    }

    @Test
    void theApiServerIsRestartedAndForgetsWhatWas() throws Exception {
        String old = version();
        inTheMiddleOfAStep(
                "API server restarted, 410 to all watches", serin.cluster().disturb()::restartApiServer);
        assertThat(watchFrom(old)).contains("\"code\":410");
        assertThat(lists()).as("the operator has begun anew").isGreaterThan(1);

        // Watches of what the operator makes have begun anew as well.
        serin.cluster().kubectl("delete", "configmap", "reporter-proxy").orThrow();
        await().until(() ->
                serin.cluster().kubectl("get", "configmap", "reporter-proxy").exit() == 0);
    }

    /** After it Kubernetes' own controllers may wait for a minute before they watch again. */
    @Test
    @Order(Integer.MAX_VALUE)
    void theStoreIsAwayForHalfAMinute() throws Exception {
        inTheMiddleOfAStep(
                "30 s without etcd", () -> during(serin.cluster().disturb().storeOutage(), 30));
    }

    private static String version() {
        return serin.cluster()
                .client()
                .resources(CanaryRelease.class)
                .inNamespace("default")
                .list()
                .getMetadata()
                .getResourceVersion();
    }

    private static String watchFrom(String version) throws Exception {
        String path = "/apis/serin.dev/v1alpha1/canaryreleases?watch=true&timeoutSeconds=2&resourceVersion=" + version;
        return serin.cluster().kubectl("get", "--raw", path).out();
    }

    private static long lists() {
        return serin.cluster().audit().stream()
                .filter(record -> record.user().equals(Serin.USER)
                        && record.verb().equals("list")
                        && record.resource().equals("canaryreleases"))
                .count();
    }

    /** The time itself is the point: a step ends meanwhile, and with half a minute the leader's lease. */
    private static void during(Disturbance disturbance, int seconds) {
        try (disturbance) {
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            await().atMost(Duration.ofSeconds(seconds + 5)).until(() -> System.nanoTime() > end);
        }
    }
}
