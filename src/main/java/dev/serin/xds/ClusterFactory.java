package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.ArrayList;
import java.util.List;

/** The clusters: two for the two versions, and what a release's routing needs besides. Endpoints come by EDS. */
final class ClusterFactory {
    static final String HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    /** Envoy's defaults (1,024 requests, 3 retries) would be the limit unseen; the pods' own limits should be it. */
    private static final int NO_LIMIT = 1_000_000;

    private ClusterFactory() {}

    /** The same for all weights: a change of a cluster would make its connections anew. */
    static List<Cluster> clusters(ProxyConfig config) {
        Routing routing = config.routing();
        List<Cluster> all = new ArrayList<>();
        all.add(cluster(ClusterNames.CANARY, options(config)));
        all.add(cluster(ClusterNames.STABLE, stable(config)));
        if (routing.isExact()) {
            all.add(byShare(cluster(ClusterNames.FALLBACK, options(config))));
        }
        all.add(CanaryFirstFactory.cluster(config));
        if (routing.mirrorPercent() > 0) {
            all.add(cluster(ClusterNames.MIRRORED, options(config)));
        }
        return List.copyOf(all);
    }

    private static HttpProtocolOptions stable(ProxyConfig config) {
        var options = options(config).toBuilder();
        if (config.routing().mirrorPercent() > 0) {
            options.mergeUnknownFields(NewerFields.with(NewerFields.REQUEST_MIRROR_POLICIES, mirror(config.routing())));
        }
        return options.build();
    }

    private static RequestMirrorPolicy mirror(Routing routing) {
        return RequestMirrorPolicy.newBuilder()
                .setCluster(ClusterNames.MIRRORED)
                .setRuntimeFraction(RuntimeFractionalPercent.newBuilder()
                        .setDefaultValue(FractionalPercent.newBuilder()
                                .setNumerator(routing.mirrorPercent())
                                .setDenominator(FractionalPercent.DenominatorType.HUNDRED)))
                .build();
    }

    /** Chooses among localities, which here are the versions, by their weights; an ejection would shift these. */
    private static Cluster byShare(Cluster cluster) {
        return cluster.toBuilder()
                .clearOutlierDetection()
                .setLbPolicy(Cluster.LbPolicy.RANDOM)
                .setCommonLbConfig(cluster.getCommonLbConfig().toBuilder()
                        .setLocalityWeightedLbConfig(LocalityWeightedLbConfig.getDefaultInstance()))
                .build();
    }

    private static Cluster cluster(String name, HttpProtocolOptions options) {
        return Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ads()))
                .setConnectTimeout(Duration.newBuilder().setSeconds(2))
                .setLbPolicy(Cluster.LbPolicy.ROUND_ROBIN)
                // Endpoints are ready or absent: a panic that picks unready ones helps nobody.
                .setCommonLbConfig(Cluster.CommonLbConfig.newBuilder()
                        .setHealthyPanicThreshold(Percent.newBuilder().setValue(0))
                        // By default the second ejection within a second is heard of when that is over.
                        .setUpdateMergeWindow(Duration.getDefaultInstance()))
                .setOutlierDetection(OutlierFactory.unreachable())
                .setCircuitBreakers(noLimits())
                .setUpstreamConnectionOptions(UpstreamConnectionOptions.newBuilder()
                        .setTcpKeepalive(TcpKeepalive.newBuilder()
                                .setKeepaliveProbes(UInt32Value.of(3))
                                .setKeepaliveTime(UInt32Value.of(30))
                                .setKeepaliveInterval(UInt32Value.of(5))))
                .putTypedExtensionProtocolOptions(HTTP_OPTIONS, Any.pack(options))
                .build();
    }

    private static HttpProtocolOptions options(ProxyConfig config) {
        ExplicitHttpConfig.Builder explicit = ExplicitHttpConfig.newBuilder();
        switch (config.protocol()) {
            case GRPC, HTTP2 -> explicit.setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance());
            case HTTP -> explicit.setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance());
        }
        return HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(explicit)
                .mergeUnknownFields(NewerFields.with(NewerFields.RETRY_POLICY, Retries.unreached()))
                .build();
    }

    /** No time-out on the first answer: a cluster without endpoints known must not pass for an empty one. */
    static ConfigSource ads() {
        return ConfigSource.newBuilder()
                .setAds(AggregatedConfigSource.getDefaultInstance())
                .setResourceApiVersion(ApiVersion.V3)
                .setInitialFetchTimeout(Duration.getDefaultInstance())
                .build();
    }

    static CircuitBreakers noLimits() {
        UInt32Value limit = UInt32Value.of(NO_LIMIT);
        return CircuitBreakers.newBuilder()
                .addThresholds(CircuitBreakers.Thresholds.newBuilder()
                        .setMaxConnections(limit)
                        .setMaxPendingRequests(limit)
                        .setMaxRequests(limit)
                        .setMaxRetries(limit))
                .build();
    }
}
