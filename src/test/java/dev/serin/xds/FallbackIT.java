package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.serin.local.tools.EnvoyBinary;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.grpc_stats.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.SourcePortInput;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.router.cluster_specifiers.lua.v3.LuaConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy with this project's own resources but for a script that fails: its requests go by chance, at the right shares. */
class FallbackIT {
    private static final String ADDRESS = Network.FALLBACK.host(1);
    private static final JsonFormat.Printer JSON = JsonFormat.printer()
            .usingTypeRegistry(TypeRegistry.newBuilder()
                    .add(HttpConnectionManager.getDescriptor())
                    .add(HttpProtocolOptions.getDescriptor())
                    .add(FilterConfig.getDescriptor())
                    .add(Lua.getDescriptor())
                    .add(LuaConfig.getDescriptor())
                    .add(Router.getDescriptor())
                    .add(SourcePortInput.getDescriptor())
                    .add(StringValue.getDescriptor())
                    .add(PreviousHostsPredicate.getDescriptor())
                    .build());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** What a script does that fails when it is asked, as one does that has no memory left. */
    private static RouteConfiguration broken(RouteConfiguration route) throws Exception {
        var builder = route.toBuilder();
        var extension = builder.getVirtualHostsBuilder(0)
                .getRoutesBuilder(0)
                .getRouteBuilder()
                .getInlineClusterSpecifierPluginBuilder()
                .getExtensionBuilder();
        LuaConfig script = extension.getTypedConfig().unpack(LuaConfig.class);
        extension.setTypedConfig(Any.pack(script.toBuilder()
                .setSourceCode(DataSource.newBuilder()
                        .setInlineString("function envoy_on_route(handle) error(\"not enough memory\") end"))
                .build()));
        return builder.build();
    }

    private static Listener withRoute(Listener listener, RouteConfiguration route) throws Exception {
        var builder = listener.toBuilder();
        for (FilterChain.Builder chain : builder.getFilterChainsBuilderList()) {
            Filter.Builder filter = chain.getFiltersBuilder(0);
            HttpConnectionManager manager = filter.getTypedConfig().unpack(HttpConnectionManager.class);
            filter.setTypedConfig(
                    Any.pack(manager.toBuilder().setRouteConfig(route).build()));
        }
        return builder.build();
    }

    private static Bootstrap bootstrap(ProxyConfig config) throws Exception {
        List<ClusterLoadAssignment> assignments =
                EndpointFactory.assignments(config, new Staging.Held(config.stable(), config.canary()));
        var bootstrap = Bootstrap.newBuilder()
                .setAdmin(Admin.newBuilder().setAddress(EndpointFactory.address(ADDRESS, ProxyPorts.STATUS)));
        List<Cluster> withEndpoints = ClusterFactory.clusters(config).stream()
                .filter(cluster -> cluster.getType() == Cluster.DiscoveryType.EDS)
                .toList();
        for (Cluster cluster : withEndpoints) {
            bootstrap
                    .getStaticResourcesBuilder()
                    .addClusters(cluster.toBuilder()
                            .setType(Cluster.DiscoveryType.STATIC)
                            .clearEdsClusterConfig()
                            .setLoadAssignment(assignments.stream()
                                    .filter(assignment ->
                                            assignment.getClusterName().equals(cluster.getName()))
                                    .findFirst()
                                    .orElseThrow()));
        }
        bootstrap
                .getStaticResourcesBuilder()
                .addListeners(
                        withRoute(ListenerFactory.listener(config, ADDRESS, 0), broken(RouteFactory.route(config))));
        return bootstrap.build();
    }

    @Test
    void requestsGoByChanceAtTheRightSharesAndAreCountedAsSuch() throws Exception {
        try (var stable = new VersionServer("v1");
                var canary = new VersionServer("v2")) {
            var config = new ProxyConfig(
                    Proxied.RELEASE,
                    ProxyConfig.Protocol.GRPC,
                    new Split(30, 100),
                    Routing.EXACT,
                    List.of(stable.endpoint(0), stable.endpoint(1)),
                    List.of(canary.endpoint()));
            Path file = folder.resolve("envoy.json");
            Files.writeString(file, JSON.print(bootstrap(config)));
            try (var envoy = EnvoyProcess.of(
                    ADDRESS,
                    new ProcessBuilder(EnvoyBinary.locate().toString(), "-c", file.toString(), "--disable-hot-restart")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("envoy.log").toFile())
                            .start())) {
                await().until(envoy::ready);
                List<Call> calls = ReporterClient.run(Load.on(new InetSocketAddress(ADDRESS, ProxyPorts.TRAFFIC))
                        .concurrent(4)
                        .calls(4_000));
                assertThat(calls).noneMatch(Call::failed);
                long toCanary = calls.stream()
                        .filter(call -> call.version().equals("v2"))
                        .count();
                assertThat(toCanary).isBetween(1_200L - 4 * 29, 1_200L + 4 * 29);
                assertThat(envoy.stat("cluster.fallback.upstream_rq_total")).isEqualTo(4_000);
            }
        }
    }
}
