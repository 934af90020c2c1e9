package dev.serin.xds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Status;
import dev.serin.trust.TestKeys;
import io.envoyproxy.controlplane.cache.Resources.V3;
import io.envoyproxy.controlplane.server.DiscoveryServer;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a proxy that was taken over can have the operator keep, log and write for it. */
class GreedyProxyIT {
    private static final ReleaseKey RELEASE = new ReleaseKey("default", "reporter");
    private static final String NODE = "proxy-1";
    private static final int MANY = 100;
    private static final int LONG = 500_000;
    private static final long LITTLE = 8L << 20;

    private final XdsServer xds = new XdsServer();

    @BeforeEach
    void open() {
        xds.publish(ProxyUnderTest.config(
                ProxyConfig.Protocol.GRPC, 10, List.of(new Endpoint("10.0.0.1", 9090)), List.of()));
        xds.start("127.0.0.1", 0, TestKeys.door());
    }

    @AfterEach
    void close() {
        xds.close();
    }

    private AdsCaller caller() {
        return new AdsCaller(xds.port(), Optional.of(TestKeys.token(RELEASE, NODE)));
    }

    private static DiscoveryRequest.Builder request(String type) {
        return AdsCaller.request(RELEASE, NODE, type);
    }

    private ChannelCounts.Answers count(String kind) {
        return requireNonNull(xds.counts().byType().get(kind));
    }

    @Test
    void requestsForWhatThereIsNotAreNotKept() throws Exception {
        String name = "x".repeat(LONG);
        try (var caller = caller()) {
            long before = Heap.used();
            for (int i = 0; i < MANY; i++) {
                caller.say(request("type.googleapis.com/nothing-" + i)
                        .addResourceNames(name)
                        .build());
            }
            caller.introduce(RELEASE, NODE);
            assertThat(caller.answer().getResourcesCount()).isPositive();
            assertThat(Heap.used() - before).isLessThan(LITTLE);
        }
    }

    @Test
    void requestsForNothingAreNotToldOf() throws Exception {
        try (var caller = caller();
                var lines = LogLines.of(DiscoveryServer.class)) {
            for (int i = 0; i < MANY; i++) {
                caller.say(request("").build());
            }
            caller.introduce(RELEASE, NODE);
            assertThat(caller.answer().getResourcesCount()).isPositive();
            assertThat(lines.all()).isEmpty();
        }
    }

    @Test
    void aFirstRequestThatDoesNotSayWhoseItIsIsRefused() throws Exception {
        try (var caller = caller()) {
            caller.say(DiscoveryRequest.newBuilder()
                    .setTypeUrl(V3.CLUSTER_TYPE_URL)
                    .build());
            assertThat(caller.end().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void itHasOneStreamAndTheNewestOneCounts() throws Exception {
        try (var lost = caller();
                var found = caller()) {
            lost.introduce(RELEASE, NODE);
            assertThat(lost.answer().getResourcesCount()).isPositive();
            found.introduce(RELEASE, NODE);
            assertThat(found.answer().getResourcesCount()).isPositive();
            assertThat(lost.end().getCode()).isEqualTo(Code.ABORTED);
            await().until(() -> xds.counts().streams() == 1);
            assertThat(xds.proxies(RELEASE))
                    .singleElement()
                    .satisfies(proxy -> assertThat(proxy.node()).isEqualTo(NODE));
        }
        await().until(() -> xds.counts().streams() == 0);
        assertThat(xds.proxies(RELEASE)).isEmpty();
    }

    @Test
    void whatItSaysToAConfigurationIsToldOfOnceAndShortened() throws Exception {
        try (var caller = caller();
                var lines = LogLines.of(RejectionLog.class)) {
            caller.introduce(RELEASE, NODE);
            DiscoveryResponse clusters = caller.answer();
            DiscoveryRequest refusal = request(V3.CLUSTER_TYPE_URL)
                    .setResponseNonce(clusters.getNonce())
                    .setErrorDetail(Status.newBuilder().setMessage("no\n" + "x".repeat(LONG)))
                    .build();
            for (int i = 0; i < MANY; i++) {
                caller.say(refusal);
            }
            await().until(() -> xds.proxies(RELEASE).getFirst().rejection().isPresent());
            assertThat(xds.proxies(RELEASE).getFirst().rejection().orElseThrow())
                    .startsWith("no?x")
                    .hasSizeLessThan(1100);
            caller.say(request(V3.ENDPOINT_TYPE_URL).build());
            await("what was said before is heard").until(() -> count("endpoint").sent() == 1);
            assertThat(count("cluster").refused()).isEqualTo(1);
            assertThat(count("cluster").sent())
                    .as("it is not sent again what it has refused")
                    .isEqualTo(1);
            assertThat(lines.all())
                    .singleElement()
                    .asString()
                    .contains("proxy " + NODE + " refused its CLUSTER: no?x")
                    .hasSizeLessThan(1200);
        }
    }
}
