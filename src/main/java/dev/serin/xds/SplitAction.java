package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.ClusterSpecifierPlugin;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.LuaPerRoute;
import io.envoyproxy.envoy.extensions.router.cluster_specifiers.lua.v3.LuaConfig;
import java.util.Map;

/** How the route chooses between both versions: one of Envoy's cluster specifiers. */
final class SplitAction {
    /**
     * What sticky shares are out of, whatever the user's total is: the version of a key follows from its hash modulo
     * this, so that it must never change. Canary is listed first and so has the numbers from 0 up: a share that grows
     * takes keys from stable and gives none back.
     */
    private static final int STICKY_TOTAL = 1_000_000_000;

    private SplitAction() {}

    /** Completes a route's action. */
    static void choose(RouteAction.Builder action, ProxyConfig config) {
        Split split = config.split();
        if (split.canary() == 0) {
            action.setCluster(ClusterNames.STABLE);
        } else if (split.stable() == 0) {
            action.setCluster(ClusterNames.CANARY_FIRST);
        } else {
            switch (config.routing().mode()) {
                case Routing.Mode.Exact ignored -> action.setInlineClusterSpecifierPlugin(exactly(config));
                case Routing.Mode.Random ignored -> action.setWeightedClusters(weights(split));
                case Routing.Mode.ByHeader header ->
                    action.setWeightedClusters(byHash(config))
                            .addHashPolicy(HashPolicy.newBuilder()
                                    .setHeader(HashPolicy.Header.newBuilder().setHeaderName(header.name())));
                case Routing.Mode.ByCookie cookie ->
                    action.setWeightedClusters(byHash(config))
                            .addHashPolicy(HashPolicy.newBuilder()
                                    .setCookie(HashPolicy.Cookie.newBuilder().setName(cookie.name())));
            }
        }
    }

    /** Settings of the listener's filters that hold for this route, by the filter's name. */
    static Map<String, Any> filters(ProxyConfig config) {
        return config.routing().mode() instanceof Routing.Mode.ByCookie cookie
                ? Map.of(
                        ListenerFactory.LUA,
                        Any.pack(LuaPerRoute.newBuilder()
                                .setSourceCode(source(Scripts.cookie(cookie.name(), cookie.ttl())))
                                .build()))
                : Map.of();
    }

    /** Weighted clusters that add up to the split's total; never zero in sum, which Envoy refuses. */
    private static WeightedCluster.Builder weights(Split split) {
        return WeightedCluster.newBuilder()
                .addClusters(weight(ClusterNames.CANARY_FIRST, split.canary()))
                .addClusters(weight(ClusterNames.STABLE, split.stable()));
    }

    private static WeightedCluster.Builder byHash(ProxyConfig config) {
        Split split = config.split();
        int canary = (int) ((long) split.canary() * STICKY_TOTAL / split.total());
        return weights(new Split(canary, STICKY_TOTAL))
                .mergeUnknownFields(NewerFields.with(NewerFields.USE_HASH_POLICY, BoolValue.of(true)));
    }

    private static WeightedCluster.ClusterWeight weight(String cluster, int weight) {
        return WeightedCluster.ClusterWeight.newBuilder()
                .setName(cluster)
                .setWeight(UInt32Value.of(weight))
                .build();
    }

    private static ClusterSpecifierPlugin exactly(ProxyConfig config) {
        Message script = LuaConfig.newBuilder()
                .setSourceCode(source(Scripts.exact(config.split())))
                .setDefaultCluster(ClusterNames.FALLBACK)
                .build();
        return ClusterSpecifierPlugin.newBuilder()
                .setExtension(TypedExtensionConfig.newBuilder()
                        .setName("envoy.router.cluster_specifier_plugin.lua")
                        .setTypedConfig(Any.pack(script)))
                .build();
    }

    private static DataSource source(String script) {
        return DataSource.newBuilder().setInlineString(script).build();
    }
}
