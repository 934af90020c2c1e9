package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.List;

/** The two clusters; their endpoints come by EDS. */
final class ClusterFactory {
    private static final String HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    /** Envoy's defaults (1,024 requests, 3 retries) would be the limit unseen; the pods' own limits should be it. */
    private static final int NO_LIMIT = 1_000_000;

    private ClusterFactory() {}

    static List<Cluster> clusters(ProxyConfig config) {
        return List.of(cluster(ClusterNames.CANARY, config), cluster(ClusterNames.STABLE, config));
    }

    private static Cluster cluster(String name, ProxyConfig config) {
        return Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ads()))
                .setConnectTimeout(Duration.newBuilder().setSeconds(2))
                .setLbPolicy(Cluster.LbPolicy.ROUND_ROBIN)
                // Endpoints are ready or absent: a panic that picks unready ones helps nobody.
                .setCommonLbConfig(Cluster.CommonLbConfig.newBuilder()
                        .setHealthyPanicThreshold(Percent.newBuilder().setValue(0)))
                .setCircuitBreakers(CircuitBreakers.newBuilder()
                        .addThresholds(CircuitBreakers.Thresholds.newBuilder()
                                .setMaxConnections(limit())
                                .setMaxPendingRequests(limit())
                                .setMaxRequests(limit())
                                .setMaxRetries(limit())))
                .setUpstreamConnectionOptions(UpstreamConnectionOptions.newBuilder()
                        .setTcpKeepalive(TcpKeepalive.newBuilder()
                                .setKeepaliveProbes(UInt32Value.of(3))
                                .setKeepaliveTime(UInt32Value.of(30))
                                .setKeepaliveInterval(UInt32Value.of(5))))
                .putTypedExtensionProtocolOptions(HTTP_OPTIONS, Any.pack(options(config.protocol())))
                .build();
    }

    private static HttpProtocolOptions options(ProxyConfig.Protocol protocol) {
        ExplicitHttpConfig.Builder explicit = ExplicitHttpConfig.newBuilder();
        switch (protocol) {
            case GRPC, HTTP2 -> explicit.setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance());
            case HTTP -> explicit.setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance());
        }
        return HttpProtocolOptions.newBuilder().setExplicitHttpConfig(explicit).build();
    }

    /** No time-out on the first answer: a cluster without endpoints known must not pass for an empty one. */
    static ConfigSource ads() {
        return ConfigSource.newBuilder()
                .setAds(AggregatedConfigSource.getDefaultInstance())
                .setResourceApiVersion(ApiVersion.V3)
                .setInitialFetchTimeout(Duration.getDefaultInstance())
                .build();
    }

    private static UInt32Value limit() {
        return UInt32Value.of(NO_LIMIT);
    }
}
