package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.grpc_stats.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;

/** The listener. Any change of it drains every connection, so that nothing that moves with a release is in it. */
final class ListenerFactory {
    private static final String MANAGER = "envoy.filters.network.http_connection_manager";
    /** Off unless a route turns it on. */
    static final String LUA = "envoy.filters.http.lua";

    private static final String GRPC_STATS = "envoy.filters.http.grpc_stats";
    private static final String ROUTER = "envoy.filters.http.router";

    private ListenerFactory() {}

    static Listener listener(ProxyConfig config, String bindAddress) {
        return Listener.newBuilder()
                .setName(ClusterNames.TRAFFIC)
                .setAddress(EndpointFactory.address(bindAddress, ProxyPorts.TRAFFIC))
                .addFilterChains(FilterChain.newBuilder()
                        .setName(ClusterNames.TRAFFIC)
                        .addFilters(Filter.newBuilder().setName(MANAGER).setTypedConfig(Any.pack(manager(config)))))
                .build();
    }

    /**
     * Requests and answers pass as they are: no time-outs, and no headers of Envoy's own but X-Forwarded-Proto where
     * there is none. With {@code use_remote_address} this proxy would be the edge: it would overwrite what an ingress
     * in front of it has put into that header, and add X-Envoy-External-Address.
     */
    private static HttpConnectionManager manager(ProxyConfig config) {
        var manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(ClusterNames.TRAFFIC)
                .setCodecType(CodecType.AUTO)
                .setRds(Rds.newBuilder()
                        .setRouteConfigName(ClusterNames.TRAFFIC)
                        .setConfigSource(ClusterFactory.ads()))
                .setStreamIdleTimeout(Duration.getDefaultInstance())
                .setCommonHttpProtocolOptions(
                        HttpProtocolOptions.newBuilder().setIdleTimeout(Duration.getDefaultInstance()))
                .setUseRemoteAddress(BoolValue.of(false))
                .setSkipXffAppend(true)
                .setGenerateRequestId(BoolValue.of(false))
                .setPreserveExternalRequestId(true)
                .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH);
        if (config.accessLog()) {
            manager.addAccessLog(AccessLogFactory.json());
        }
        if (config.protocol() == ProxyConfig.Protocol.GRPC) {
            manager.addHttpFilters(filter(
                    GRPC_STATS,
                    FilterConfig.newBuilder()
                            .setStatsForAllMethods(BoolValue.of(false))
                            .setEnableUpstreamStats(true)
                            .build()));
        }
        return manager.addHttpFilters(
                        filter(LUA, Lua.getDefaultInstance()).toBuilder().setDisabled(true))
                .addHttpFilters(filter(
                        ROUTER,
                        Router.newBuilder().setSuppressEnvoyHeaders(true).build()))
                .build();
    }

    private static HttpFilter filter(String name, Message config) {
        return HttpFilter.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(config))
                .build();
    }
}
