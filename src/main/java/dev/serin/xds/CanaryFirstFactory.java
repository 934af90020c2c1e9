package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnknownFieldSet;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;

/**
 * A composite cluster, whose first attempt goes to canary and whose second to stable. A request that no pod of canary
 * could be reached for so is answered by stable: a canary may well have one pod only, which may be gone before its
 * endpoint is. With a shield stable also answers what canary fails. Its Java class is not
 * published yet, so that its configuration is given by its fields' numbers in
 * {@code envoy/extensions/clusters/composite/v3/cluster.proto}.
 */
final class CanaryFirstFactory {
    private static final String TYPE = "type.googleapis.com/envoy.extensions.clusters.composite.v3.ClusterConfig";
    private static final int CLUSTERS = 1;
    private static final int NAME = 1;

    private CanaryFirstFactory() {}

    static Cluster cluster(ProxyConfig config) {
        return Cluster.newBuilder()
                .setName(ClusterNames.CANARY_FIRST)
                .setConnectTimeout(Duration.newBuilder().setSeconds(2))
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .setClusterType(Cluster.CustomClusterType.newBuilder()
                        .setName("envoy.clusters.composite")
                        .setTypedConfig(Any.newBuilder().setTypeUrl(TYPE).setValue(composite(config))))
                // A retry budget would not do: the composite has no requests of its own, and Envoy took a share of
                // none.
                .setCircuitBreakers(ClusterFactory.noLimits())
                .putTypedExtensionProtocolOptions(ClusterFactory.HTTP_OPTIONS, Any.pack(options(config)))
                .build();
    }

    private static HttpProtocolOptions options(ProxyConfig config) {
        return HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .mergeUnknownFields(NewerFields.with(NewerFields.RETRY_POLICY, Retries.atStable(config)))
                .build();
    }

    /** By its fields' numbers: {@code clusters: [{name: canary}, {name: stable}, ...]}, a cluster for each attempt. */
    private static ByteString composite(ProxyConfig config) {
        var clusters = UnknownFieldSet.Field.newBuilder().addLengthDelimited(entry(ClusterNames.CANARY));
        for (int attempt = 0; attempt < Retries.attemptsAtStable(config); attempt++) {
            clusters.addLengthDelimited(entry(ClusterNames.STABLE));
        }
        return UnknownFieldSet.newBuilder()
                .addField(CLUSTERS, clusters.build())
                .build()
                .toByteString();
    }

    private static ByteString entry(String cluster) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        NAME,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(cluster))
                                .build())
                .build()
                .toByteString();
    }
}
