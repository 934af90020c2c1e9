package dev.serin.xds;

import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.serin.golden.Golden;
import dev.serin.xds.ProxyConfig.Protocol;
import dev.serin.xds.Routing.HeaderMatch;
import dev.serin.xds.Routing.Match;
import dev.serin.xds.Routing.PathMatch;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.filters.http.grpc_stats.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.LuaPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.SourcePortInput;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.router.cluster_specifiers.lua.v3.LuaConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The resources that proxies get, against golden files. */
class FactoriesTest {
    private static final JsonFormat.Printer JSON = JsonFormat.printer()
            .usingTypeRegistry(TypeRegistry.newBuilder()
                    .add(HttpConnectionManager.getDescriptor())
                    .add(SourcePortInput.getDescriptor())
                    .add(StringValue.getDescriptor())
                    .add(HttpProtocolOptions.getDescriptor())
                    .add(FilterConfig.getDescriptor())
                    .add(Router.getDescriptor())
                    .add(Lua.getDescriptor())
                    .add(LuaConfig.getDescriptor())
                    .add(LuaPerRoute.getDescriptor())
                    .add(StdoutAccessLog.getDescriptor())
                    .add(PreviousHostsPredicate.getDescriptor())
                    .add(StatsLogger.config())
                    .build());

    private static final Endpoint A = new Endpoint("10.0.0.1", 9090);
    private static final Endpoint B = new Endpoint("10.0.0.2", 9090);
    private static final Endpoint C = new Endpoint("10.0.0.3", 9090);

    private static final Map<String, Routing> ROUTINGS = Map.of(
            "exact",
            Routing.EXACT,
            "header",
            new Routing(new Routing.Mode.ByHeader("x-user-id"), List.of(), 0, false),
            "cookie",
            new Routing(new Routing.Mode.ByCookie("who", Duration.ofHours(1)), List.of(), 0, false),
            "matches",
            new Routing(
                    new Routing.Mode.Random(),
                    List.of(
                            new Match(
                                    new PathMatch.ServiceMethod("shop.v1.Orders", "Place"),
                                    List.of(new HeaderMatch("x-canary", HeaderMatch.Type.Exact, "always"))),
                            new Match(new PathMatch.Method("Get_All"), List.of())),
                    0,
                    false),
            "mirror",
            new Routing(new Routing.Mode.Random(), List.of(), 5, false),
            "shield",
            new Routing(new Routing.Mode.Exact(), List.of(), 0, true));

    /** With the fields that the Java classes don't know, which JSON leaves out. */
    private static String text(List<Cluster> clusters) {
        return clusters.stream().map(TextFormat.printer()::printToString).collect(Collectors.joining("---\n"));
    }

    @Test
    void resourcesAreAsTheGoldenFilesHaveThem() throws Exception {
        Map<String, String> made = new TreeMap<>();
        for (Protocol protocol : Protocol.values()) {
            ProxyConfig config = config(protocol, 10, List.of(A, B), List.of(C));
            String name = protocol.name().toLowerCase(Locale.ROOT);
            put(made, name + "-listener.json", List.of(ListenerFactory.listener(config, "10.0.0.9", 0)));
            made.put(name + "-clusters.txt", text(ClusterFactory.clusters(config)));
        }
        var logged = new ProxyConfig(
                new ReleaseKey("default", "reporter"),
                Protocol.GRPC,
                true,
                new Split(10, 100),
                Routing.EXACT,
                Connections.LEFT_ALONE,
                List.of(A, B),
                List.of(C));
        var counted = new ProxyConfig(
                logged.release(),
                logged.protocol(),
                new ProxyConfig.Logs(false, true),
                logged.split(),
                logged.routing(),
                logged.connections(),
                logged.stable(),
                logged.canary(),
                Optional.empty());
        put(made, "grpc-listener-attempts.json", List.of(ListenerFactory.listener(counted, "10.0.0.9", 0)));
        put(made, "grpc-listener-access-log.json", List.of(ListenerFactory.listener(logged, "10.0.0.9", 0)));
        for (int weight : new int[] {0, 10, 100}) {
            put(
                    made,
                    "route-" + weight + ".json",
                    List.of(RouteFactory.route(config(Protocol.GRPC, weight, List.of(A), List.of(C)))));
        }
        for (Map.Entry<String, Routing> routing : ROUTINGS.entrySet()) {
            ProxyConfig config = config(Protocol.GRPC, 10, routing.getValue(), List.of(A, B), List.of(C));
            put(made, "route-" + routing.getKey() + ".json", List.of(RouteFactory.route(config)));
            made.put("clusters-" + routing.getKey() + ".txt", text(ClusterFactory.clusters(config)));
        }
        ProxyConfig exact = config(Protocol.GRPC, 10, Routing.EXACT, List.of(A, B), List.of(C));
        put(
                made,
                "endpoints-exact.json",
                EndpointFactory.assignments(exact, new Staging.Held(exact.stable(), exact.canary())));
        put(
                made,
                "endpoints.json",
                EndpointFactory.assignments(
                        config(Protocol.GRPC, 10, List.of(A, B), List.of(C)),
                        new Staging.Held(List.of(A, B), List.of(C))));
        put(
                made,
                "endpoints-no-canary.json",
                EndpointFactory.assignments(
                        config(Protocol.GRPC, 0, List.of(A), List.of()), new Staging.Held(List.of(A), List.of())));
        put(
                made,
                "endpoints-service.json",
                EndpointFactory.assignments(
                        config(Protocol.GRPC, 10, List.of(A, B), List.of(C)).with(new Endpoint("10.96.0.7", 80)),
                        new Staging.Held(List.of(A, B), List.of(C))));
        Golden.in("xds").check(made);
    }

    private static void put(Map<String, String> made, String name, List<? extends Message> resources) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Message resource : resources) {
            text.append(JSON.print(resource)).append('\n');
        }
        made.put(name, text.toString());
    }

    static ProxyConfig config(Protocol protocol, int weight, List<Endpoint> stable, List<Endpoint> canary) {
        return config(protocol, weight, Routing.RANDOM, stable, canary);
    }

    private static ProxyConfig config(
            Protocol protocol, int weight, Routing routing, List<Endpoint> stable, List<Endpoint> canary) {
        return new ProxyConfig(
                new ReleaseKey("default", "reporter"), protocol, new Split(weight, 100), routing, stable, canary);
    }
}
