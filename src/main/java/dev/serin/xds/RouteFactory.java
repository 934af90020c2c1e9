package dev.serin.xds;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;

/** The routes: all that changes with a weight, so that a change of weight touches no connection. */
final class RouteFactory {
    /** Which route a request took, in the statistics {@code vhost.traffic.route.NAME.*}. */
    static final String MATCHED = "matched";

    static final String SPLIT = "split";

    private static final Duration NEVER = Duration.getDefaultInstance();

    private RouteFactory() {}

    static RouteConfiguration route(ProxyConfig config) {
        var host = VirtualHost.newBuilder().setName(ClusterNames.TRAFFIC).addDomains("*");
        if (config.matches()) {
            for (Routing.Match match : config.routing().canaryMatches()) {
                host.addRoutes(route(MatchFactory.of(match), MATCHED, action().setCluster(ClusterNames.CANARY_FIRST)));
            }
        }
        RouteAction.Builder split = action();
        SplitAction.choose(split, config);
        host.addRoutes(
                route(MatchFactory.everything(), SPLIT, split).putAllTypedPerFilterConfig(SplitAction.filters(config)));
        return RouteConfiguration.newBuilder()
                .setName(ClusterNames.TRAFFIC)
                .setValidateClusters(BoolValue.of(false))
                .addVirtualHosts(host)
                .build();
    }

    private static Route.Builder route(RouteMatch match, String name, RouteAction.Builder action) {
        return Route.newBuilder()
                .setName(name)
                .setStatPrefix(name)
                .setMatch(match)
                .setRoute(action);
    }

    /**
     * Defaults of 15 s for a request and 5 min for an idle stream would cut long calls. Each cluster has its own way of
     * trying again, which a route's would take the place of.
     */
    private static RouteAction.Builder action() {
        return RouteAction.newBuilder().setTimeout(NEVER).setIdleTimeout(NEVER);
    }
}
