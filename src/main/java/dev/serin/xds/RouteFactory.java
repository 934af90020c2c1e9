package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;

/** The route: all that changes with a weight, so that a change of weight touches no connection. */
final class RouteFactory {
    private static final Duration NEVER = Duration.getDefaultInstance();

    private RouteFactory() {}

    static RouteConfiguration route(ProxyConfig config) {
        return RouteConfiguration.newBuilder()
                .setName(ClusterNames.TRAFFIC)
                .setValidateClusters(BoolValue.of(false))
                .addVirtualHosts(VirtualHost.newBuilder()
                        .setName(ClusterNames.TRAFFIC)
                        .addDomains("*")
                        .addRoutes(Route.newBuilder()
                                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                .setRoute(action(config.split()))))
                .build();
    }

    /** Defaults of 15 s for a request and 5 min for an idle stream would cut long calls. */
    private static RouteAction action(Split split) {
        return RouteAction.newBuilder()
                .setTimeout(NEVER)
                .setIdleTimeout(NEVER)
                .setWeightedClusters(WeightedCluster.newBuilder()
                        .addClusters(weight(ClusterNames.CANARY, split.canary()))
                        .addClusters(weight(ClusterNames.STABLE, split.stable())))
                .setRetryPolicy(retries())
                .build();
    }

    private static WeightedCluster.ClusterWeight weight(String cluster, int weight) {
        return WeightedCluster.ClusterWeight.newBuilder()
                .setName(cluster)
                .setWeight(UInt32Value.of(weight))
                .build();
    }

    /**
     * A request that never reached a pod is tried again on another pod of the same version: a pod may be gone before
     * its endpoint is. What a pod has begun to work on is never repeated.
     */
    private static RetryPolicy retries() {
        return RetryPolicy.newBuilder()
                .setRetryOn("connect-failure,refused-stream")
                .setNumRetries(UInt32Value.of(3))
                .addRetryHostPredicate(RetryPolicy.RetryHostPredicate.newBuilder()
                        .setName("envoy.retry_host_predicates.previous_hosts")
                        .setTypedConfig(Any.pack(PreviousHostsPredicate.getDefaultInstance())))
                .setHostSelectionRetryMaxAttempts(5)
                .build();
    }
}
