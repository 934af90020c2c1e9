package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serin.xds.ProxyConfig.Protocol;
import io.envoyproxy.controlplane.cache.Resources.V3;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The channel's side of the protocol, against a proxy that is played by hand. */
class ProtocolIT {
    private static final ReleaseKey RELEASE = new ReleaseKey("default", "reporter");
    private static final List<String> CLUSTERS = List.of("canary", "stable");
    private static final List<String> ROUTE = List.of("traffic");
    private static final Endpoint STABLE = new Endpoint("10.0.0.1", 9090);
    private static final Endpoint CANARY = new Endpoint("10.0.0.2", 9090);

    private final XdsServer xds = new XdsServer();

    @BeforeEach
    void start() {
        xds.start("127.0.0.1", 0, Door.open());
    }

    @AfterEach
    void close() {
        xds.close();
    }

    private static ProxyConfig config(int weight) {
        return FactoriesTest.config(Protocol.GRPC, weight, List.of(STABLE), List.of(CANARY));
    }

    @Test
    void aRouteComesOnlyAfterClustersAndEndpointsAreConfirmed() throws Exception {
        xds.publish(config(10));
        try (var proxy = new AdsClient(xds.port(), RELEASE, "p1")) {
            proxy.ask(V3.ROUTE_TYPE_URL, "", ROUTE);
            assertThat(proxy.isSilent()).as("no route yet").isTrue();
            proxy.ask(V3.CLUSTER_TYPE_URL, "", List.of());
            DiscoveryResponse clusters = proxy.next();
            assertThat(clusters.getTypeUrl()).isEqualTo(V3.CLUSTER_TYPE_URL);
            proxy.ack(clusters, List.of());
            proxy.ask(V3.ENDPOINT_TYPE_URL, "", CLUSTERS);
            DiscoveryResponse endpoints = proxy.next();
            assertThat(endpoints.getTypeUrl()).isEqualTo(V3.ENDPOINT_TYPE_URL);
            assertThat(proxy.isSilent()).as("endpoints are not confirmed yet").isTrue();
            assertThat(applied()).isEmpty();
            proxy.ack(endpoints, CLUSTERS);
            DiscoveryResponse route = proxy.next();
            assertThat(route.getTypeUrl()).isEqualTo(V3.ROUTE_TYPE_URL);
            assertThat(applied()).isEmpty();
            proxy.ack(route, ROUTE);
            await().until(() -> applied().equals(Optional.of(new Split(10, 100))));
        }
        await("a closed stream's proxy is forgotten")
                .until(() -> xds.proxies(RELEASE).isEmpty());
    }

    @Test
    void whatIsRefusedIsToldAndNotSentAgainUntilItChanges() throws Exception {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        ((Logger) LoggerFactory.getLogger(RejectionLog.class)).addAppender(logged);
        xds.publish(config(10));
        try (var proxy = new AdsClient(xds.port(), RELEASE, "p1")) {
            proxy.ask(V3.CLUSTER_TYPE_URL, "", List.of());
            proxy.ack(proxy.next(), List.of());
            proxy.ask(V3.ENDPOINT_TYPE_URL, "", CLUSTERS);
            proxy.ack(proxy.next(), CLUSTERS);
            proxy.ask(V3.ROUTE_TYPE_URL, "", ROUTE);
            DiscoveryResponse good = proxy.next();
            proxy.ack(good, ROUTE);
            xds.publish(config(20));
            proxy.nack(proxy.next(), good.getVersionInfo(), "I will not", ROUTE);
            await().until(() -> rejection().equals(Optional.of("I will not")));
            assertThat(proxy.isSilent()).as("not sent again").isTrue();
            assertThat(applied()).as("the last good one").contains(new Split(10, 100));
            xds.publish(config(30));
            proxy.ack(proxy.next(), ROUTE);
            await().until(() -> applied().equals(Optional.of(new Split(30, 100))));
            assertThat(rejection()).isEmpty();
            ChannelCounts counts = xds.counts();
            assertThat(counts.streams()).isEqualTo(1);
            assertThat(counts.byType().get("cluster")).isEqualTo(new ChannelCounts.Answers(1, 1, 0));
            assertThat(counts.byType().get("endpoint")).isEqualTo(new ChannelCounts.Answers(1, 1, 0));
            assertThat(counts.byType().get("route")).isEqualTo(new ChannelCounts.Answers(3, 2, 1));
        }
        await("a closed stream does not count").until(() -> xds.counts().streams() == 0);
        assertThat(logged.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("proxy p1 refused its ROUTE: I will not");
            assertThat(event.getMDCPropertyMap())
                    .containsEntry("resource.namespace", RELEASE.namespace())
                    .containsEntry("resource.name", RELEASE.name());
        });
    }

    @Test
    void aProxyThatComesBackWithWhatIsWantedIsSentNothing() throws Exception {
        ReleaseResources had = new ReleaseResources(config(10), null);
        xds.publish(config(10));
        try (var proxy = new AdsClient(xds.port(), RELEASE, "p1")) {
            proxy.ask(V3.CLUSTER_TYPE_URL, had.clusters().version(), List.of());
            String endpoints = had.endpoints(new Staging.Held(List.of(STABLE), List.of(CANARY)))
                    .version();
            proxy.ask(V3.ENDPOINT_TYPE_URL, endpoints, CLUSTERS);
            proxy.ask(V3.LISTENER_TYPE_URL, had.listener("p1", "0.0.0.0").version(), List.of());
            proxy.ask(V3.ROUTE_TYPE_URL, had.route().version(), ROUTE);
            await().until(() -> applied().equals(Optional.of(new Split(10, 100))));
            assertThat(proxy.isSilent()).isTrue();
        }
    }

    @Test
    void aProxyOfAnUnknownReleaseIsKeptWaiting() throws Exception {
        try (var proxy = new AdsClient(xds.port(), RELEASE, "p1")) {
            proxy.ask(V3.CLUSTER_TYPE_URL, "", List.of());
            assertThat(proxy.isSilent()).isTrue();
            xds.publish(config(10));
            assertThat(proxy.next().getTypeUrl()).isEqualTo(V3.CLUSTER_TYPE_URL);
        }
    }

    private Optional<Split> applied() {
        return xds.proxies(RELEASE).stream().findFirst().flatMap(ProxyState::applied);
    }

    private Optional<String> rejection() {
        return xds.proxies(RELEASE).stream().findFirst().flatMap(ProxyState::rejection);
    }
}
