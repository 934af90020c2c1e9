package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.xds.Routing.HeaderMatch;
import dev.serin.xds.Routing.Match;
import dev.serin.xds.Routing.PathMatch;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matches, mirroring and the shield at a real Envoy. */
class RoutingIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private Proxied proxied;

    @SuppressWarnings("NullAway.Init")
    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        proxied = new Proxied(folder, Network.ROUTING, 1);
        caller = new Caller(proxied.envoys.getFirst().traffic());
    }

    @AfterEach
    void close() {
        caller.close();
        proxied.close();
    }

    private static Routing matching(PathMatch path, HeaderMatch... headers) {
        return new Routing(new Routing.Mode.Exact(), List.of(new Match(path, List.of(headers))), 0, false);
    }

    private String version(Map<String, String> headers) {
        return caller.call(headers).version();
    }

    @Test
    void headersOfAllTypesSendToCanary() {
        Split none = new Split(0, 100);
        proxied.publish(
                none,
                matching(
                        new PathMatch.Any(),
                        new HeaderMatch("x-canary", HeaderMatch.Type.Exact, "always"),
                        new HeaderMatch("x-team", HeaderMatch.Type.Prefix, "pay"),
                        new HeaderMatch("x-version", HeaderMatch.Type.Regex, "v[0-9]+"),
                        new HeaderMatch("x-any", HeaderMatch.Type.Present, "")));
        Map<String, String> all = Map.of("x-canary", "always", "x-team", "payment", "x-version", "v12", "x-any", "1");
        await().until(() -> version(all).equals("v2"));
        for (Map.Entry<String, String> wrong :
                Map.of("x-canary", "alway", "x-team", "pa", "x-version", "v12b").entrySet()) {
            var headers = new HashMap<>(all);
            headers.put(wrong.getKey(), wrong.getValue());
            assertThat(version(headers)).as(wrong.toString()).isEqualTo("v1");
        }
        assertThat(version(Map.of())).isEqualTo("v1");
    }

    @Test
    void callsOfAServiceOrMethodGoToCanary() {
        String service = "serin.samples.Reporter";
        for (PathMatch path : List.of(
                new PathMatch.Service(service),
                new PathMatch.ServiceMethod(service, "Report"),
                new PathMatch.Method("Report"))) {
            proxied.publish(new Split(0, 100), matching(path));
            await(path.toString()).until(() -> version(Map.of()).equals("v2"));
        }
        proxied.publish(new Split(0, 100), matching(new PathMatch.Method("Repor")));
        await().until(() -> version(Map.of()).equals("v1"));
    }

    @Test
    void matchesAreCountedApartAndLeaveTheSplitExact() throws Exception {
        Routing routing = matching(new PathMatch.Any(), new HeaderMatch("x-canary", HeaderMatch.Type.Exact, "always"));
        proxied.publish(new Split(10, 100), routing);
        for (int ten = 0; ten < 10; ten++) {
            int canary = 0;
            for (int request = 0; request < 10; request++) {
                canary += version(Map.of()).equals("v2") ? 1 : 0;
                assertThat(version(Map.of("x-canary", "always"))).isEqualTo("v2");
            }
            assertThat(canary).as("of ten that do not match").isEqualTo(1);
        }
        EnvoyProcess envoy = proxied.envoys.getFirst();
        await().untilAsserted(() -> {
            assertThat(envoy.stat("vhost.traffic.route.matched.upstream_rq_total"))
                    .isEqualTo(100);
            assertThat(envoy.stat("vhost.traffic.route.split.upstream_rq_total"))
                    .isEqualTo(100);
        });
    }

    @Test
    void aMatchedRequestGoesToStableWhileCanaryHasNoEndpoint() {
        Routing routing = matching(new PathMatch.Any(), new HeaderMatch("x-canary", HeaderMatch.Type.Present, ""));
        proxied.publish(new Split(0, 100), routing);
        await().until(() -> version(Map.of("x-canary", "1")).equals("v2"));
        ProxyConfig whole = proxied.config(new Split(0, 100), routing);
        proxied.publish(
                new ProxyConfig(whole.release(), whole.protocol(), whole.split(), routing, whole.stable(), List.of()));
        await().until(() -> version(Map.of("x-canary", "1")).equals("v1"));
    }

    @Test
    void copiesOfStablesRequestsReachCanaryAndTheirFailuresNobody() throws Exception {
        proxied.canary.failing(100);
        proxied.publish(new Split(0, 100), new Routing(new Routing.Mode.Exact(), List.of(), 50, false));
        List<Call> calls = ReporterClient.run(
                Load.on(proxied.envoys.getFirst().traffic()).concurrent(4).calls(4_000));
        assertThat(calls)
                .noneMatch(Call::failed)
                .allMatch(call -> call.version().equals("v1"));
        await().until(() -> proxied.canary.calls() > 1_800);
        assertThat(proxied.canary.calls()).isBetween(2_000L - 4 * 32, 2_000L + 4 * 32);
        EnvoyProcess envoy = proxied.envoys.getFirst();
        assertThat(envoy.stat("cluster.mirrored.upstream_rq_total")).isEqualTo(proxied.canary.calls());
        assertThat(envoy.stat("cluster.canary.upstream_rq_total")).isZero();
    }

    @Test
    void canarysOwnRequestsAreNotCopied() throws Exception {
        proxied.publish(new Split(100, 100), new Routing(new Routing.Mode.Exact(), List.of(), 100, false));
        for (int request = 0; request < 100; request++) {
            assertThat(version(Map.of())).isEqualTo("v2");
        }
        assertThat(proxied.canary.calls()).isEqualTo(100);
    }

    @Test
    void whatCanaryFailsIsShieldedAndStillCounted() throws Exception {
        proxied.canary.failing(30);
        proxied.publish(new Split(50, 100), new Routing(new Routing.Mode.Exact(), List.of(), 0, true));
        List<Call> calls = ReporterClient.run(Load.on(proxied.envoys.getFirst().traffic())
                .connections(10)
                .concurrent(4)
                .calls(50_000));
        assertThat(calls.stream().filter(Call::failed)).isEmpty();
        EnvoyProcess envoy = proxied.envoys.getFirst();
        long asked = envoy.stat("cluster.canary.upstream_rq_total");
        long failed = envoy.stat("cluster.canary-first.upstream_rq_retry");
        System.out.printf("shield: 0 of %d calls failed, canary failed %d of %d%n", calls.size(), failed, asked);
        // Each of the two workers is less than a request off.
        assertThat(asked).isBetween(24_999L, 25_001L);
        assertThat(failed / (double) asked).isBetween(0.29, 0.31);
    }

    @Test
    void requestsThatCanarysOnlyPodIsGoneForAreAnsweredByStable() throws Exception {
        proxied.publish(new Split(30, 100), Routing.EXACT);
        EnvoyProcess envoy = proxied.envoys.getFirst();
        try (var client =
                ReporterClient.start(Load.on(envoy.traffic()).connections(4).rate(1000))) {
            await().until(() -> client.count() > 500);
            proxied.canary.stop();
            int gone = client.count();
            await().until(() -> client.count() > gone + 2_000);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            long rescued = envoy.stat("cluster.canary-first.upstream_rq_retry");
            long all = client.count();
            System.out.printf(
                    "canary's only pod gone: 0 of %d calls failed, stable answered %d of them%n", all, rescued);
            assertThat(rescued).isGreaterThan(50);
            long canary = envoy.stat("cluster.canary.upstream_rq_total")
                    + envoy.stat("cluster.canary.upstream_rq_pending_failure_eject");
            assertThat((double) canary).as("chosen for canary").isCloseTo(0.3 * all, within(2.0));
        }
    }

    @Test
    void howeverManyAreOnTheirWayStableAnswersThemAll() throws Exception {
        var open = new CountDownLatch(1);
        int many = 300;
        proxied.publish(new Split(100, 100), Routing.EXACT);
        proxied.canary.stop();
        proxied.stable.hold(open);
        EnvoyProcess envoy = proxied.envoys.getFirst();
        try (var client = ReporterClient.start(
                Load.on(envoy.traffic()).connections(4).concurrent(many).calls(many))) {
            await().untilAsserted(() -> assertThat(proxied.stable.calls())
                    .as(
                            "of %d, %d over the budget",
                            many, envoy.stat("cluster.canary-first.upstream_rq_retry_overflow"))
                    .isEqualTo(many));
            open.countDown();
            await().until(() -> client.count() == many);
            assertThat(client.calls()).noneMatch(Call::failed);
        } finally {
            open.countDown();
        }
    }

    @Test
    void stablesOwnFailuresAreNotShielded() {
        proxied.stable.failing(100);
        proxied.publish(new Split(0, 100), new Routing(new Routing.Mode.Exact(), List.of(), 0, true));
        long failed = 0;
        for (int request = 0; request < 10; request++) {
            try {
                caller.call();
            } catch (StatusRuntimeException e) {
                failed++;
            }
        }
        assertThat(failed).isEqualTo(10);
        assertThat(proxied.stable.calls()).as("no request is repeated").isEqualTo(10);
    }
}
