package dev.serin.xds;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.v3.Percent;

/**
 * The shield: a composite cluster, whose first attempt goes to canary and whose second to stable. Its Java class is not
 * published yet, so that its configuration is given as a {@code TypedStruct}, which Envoy takes for any message.
 */
final class ShieldFactory {
    private static final String TYPE = "type.googleapis.com/envoy.extensions.clusters.composite.v3.CompositeCluster";
    /** However few requests there are, so many may be tried again at a time. */
    private static final int LEAST_RETRIES = 100;

    private ShieldFactory() {}

    static Cluster cluster(ProxyConfig config) {
        var composite = Struct.newBuilder()
                .putFields("mode", text("RETRY"))
                .putFields("sub_clusters", clusters(ClusterNames.CANARY, ClusterNames.STABLE))
                .putFields(
                        "retry_config",
                        struct(Struct.newBuilder().putFields("overflow_behavior", text("USE_LAST_CLUSTER"))));
        return Cluster.newBuilder()
                .setName(ClusterNames.SHIELDED)
                .setConnectTimeout(Duration.newBuilder().setSeconds(2))
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .setClusterType(Cluster.CustomClusterType.newBuilder()
                        .setName("envoy.clusters.composite")
                        .setTypedConfig(Any.pack(TypedStruct.newBuilder()
                                .setTypeUrl(TYPE)
                                .setValue(composite)
                                .build())))
                .setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(budget()))
                .putTypedExtensionProtocolOptions(ClusterFactory.HTTP_OPTIONS, Any.pack(options(config.protocol())))
                .build();
    }

    /**
     * Every request on its way may be tried again: all of canary's share then is at stable, which had it before. Envoy's
     * default of three retries at a time would let failures through.
     */
    private static CircuitBreakers.Thresholds budget() {
        return CircuitBreakers.Thresholds.newBuilder()
                .setMaxConnections(ClusterFactory.limit())
                .setMaxPendingRequests(ClusterFactory.limit())
                .setMaxRequests(ClusterFactory.limit())
                .setRetryBudget(CircuitBreakers.Thresholds.RetryBudget.newBuilder()
                        .setBudgetPercent(Percent.newBuilder().setValue(100))
                        .setMinRetryConcurrency(UInt32Value.of(LEAST_RETRIES)))
                .build();
    }

    private static HttpProtocolOptions options(ProxyConfig.Protocol protocol) {
        return HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .mergeUnknownFields(NewerFields.with(NewerFields.RETRY_POLICY, Retries.shield(protocol)))
                .build();
    }

    private static Value clusters(String... names) {
        var all = ListValue.newBuilder();
        for (String name : names) {
            all.addValues(struct(Struct.newBuilder().putFields("name", text(name))));
        }
        return Value.newBuilder().setListValue(all).build();
    }

    private static Value struct(Struct.Builder struct) {
        return Value.newBuilder().setStructValue(struct).build();
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }
}
