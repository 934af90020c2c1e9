package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.grpc_stats.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.List;

/** The listener. Any change of it drains every connection, so that nothing that moves with a release is in it. */
final class ListenerFactory {
    private static final String MANAGER = "envoy.filters.network.http_connection_manager";
    /** Off unless a route turns it on. */
    static final String LUA = "envoy.filters.http.lua";

    private static final String GRPC_STATS = "envoy.filters.http.grpc_stats";
    private static final double JITTER_PERCENT = 20;
    /**
     * Between the GOAWAY that asks a client to re-dial and the one that says which of its requests are still answered:
     * longer than any round trip, and than any time that a client or this proxy may get no processor for, since a request
     * that is on its way until then is lost. A client of grpc-java leaves its connection open until then, but sends
     * nothing new on it.
     */
    private static final Duration SETTLED = Duration.newBuilder().setSeconds(3).build();

    /** Calls under way on one connection; a client holds back those over it. */
    private static final int MOST_STREAMS = 1024;

    /** A request with more is refused. Names with underscores are not: gRPC's metadata may have them. */
    private static final int MOST_HEADERS = 100;

    private static final int MOST_HEADERS_KB = 60;

    private static final String ROUTER = "envoy.filters.http.router";

    private ListenerFactory() {}

    /** {@code sent}: how many groups of connections the proxy shall have sent away. */
    static Listener listener(ProxyConfig config, String bindAddress, int sent) {
        var listener = Listener.newBuilder()
                .setName(ClusterNames.TRAFFIC)
                .setAddress(EndpointFactory.address(bindAddress, ProxyPorts.TRAFFIC));
        Filter manager = Filter.newBuilder()
                .setName(MANAGER)
                .setTypedConfig(Any.pack(manager(config)))
                .build();
        ConnectionGroups.addTo(listener, manager, sent);
        return listener.build();
    }

    /**
     * Requests and answers pass as they are: no time-outs, no path changed but for "." and ".." (RFC 3986), which none of
     * gRPC's has, and no headers of Envoy's own but X-Forwarded-Proto where there is none. With
     * {@code use_remote_address} this proxy would be the edge: it would overwrite what an ingress in front of it has put
     * into that header, and add X-Envoy-External-Address.
     */
    private static HttpConnectionManager manager(ProxyConfig config) {
        var manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(ClusterNames.TRAFFIC)
                .setCodecType(CodecType.AUTO)
                .setRds(Rds.newBuilder()
                        .setRouteConfigName(ClusterNames.TRAFFIC)
                        .setConfigSource(ClusterFactory.ads()))
                .setStreamIdleTimeout(Duration.getDefaultInstance())
                .setDrainTimeout(SETTLED)
                .setCommonHttpProtocolOptions(limits(config))
                .setHttp2ProtocolOptions(
                        Http2ProtocolOptions.newBuilder().setMaxConcurrentStreams(UInt32Value.of(MOST_STREAMS)))
                .setMaxRequestHeadersKb(UInt32Value.of(MOST_HEADERS_KB))
                .setNormalizePath(BoolValue.of(true))
                .setUseRemoteAddress(BoolValue.of(false))
                .setSkipXffAppend(true)
                .setGenerateRequestId(BoolValue.of(false))
                .setPreserveExternalRequestId(true)
                .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH);
        if (config.logs().access()) {
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
        if (config.connections().ending().isPresent()) {
            manager.addHttpFilters(StreamFactory.filter());
        }
        return manager.addHttpFilters(
                        filter(LUA, Lua.getDefaultInstance()).toBuilder().setDisabled(true))
                .addHttpFilters(filter(
                        ROUTER,
                        Router.newBuilder()
                                .setSuppressEnvoyHeaders(true)
                                .addAllUpstreamLog(config.logs().attempts() ? AttemptsFactory.logs() : List.of())
                                .build()))
                .build();
    }

    /** An aged connection is drained: GOAWAY, and its streams go on. The jitter keeps clients from re-dialling in step. */
    private static HttpProtocolOptions limits(ProxyConfig config) {
        var options = HttpProtocolOptions.newBuilder()
                .setIdleTimeout(Duration.getDefaultInstance())
                .setMaxHeadersCount(UInt32Value.of(MOST_HEADERS));
        config.connections()
                .maxAge()
                .ifPresent(age -> options.setMaxConnectionDuration(Duration.newBuilder()
                                .setSeconds(age.toSeconds())
                                .setNanos(age.toNanosPart()))
                        .setUnknownFields(NewerFields.with(
                                NewerFields.MAX_CONNECTION_DURATION_JITTER,
                                Percent.newBuilder().setValue(JITTER_PERCENT).build())));
        return options.build();
    }

    private static HttpFilter filter(String name, Message config) {
        return HttpFilter.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(config))
                .build();
    }
}
