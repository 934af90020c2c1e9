package dev.serin.xds;

import io.envoyproxy.controlplane.server.DefaultExecutorGroup;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.controlplane.server.serializer.CachedProtoResourcesSerializer;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves ADS to all proxies. Configurations may be published before the port is opened, and should be: a proxy that
 * connects then gets its own at once.
 */
public final class XdsServer implements ProxyFleet, AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 1 << 20;

    private final ProxyChannel channel = new ProxyChannel();
    private @Nullable Server server;

    /**
     * Opens the port; 0 takes a free one.
     *
     * @throws UncheckedIOException when the address is taken
     */
    public synchronized void start(String bindAddress, int port) {
        var discovery = new V3DiscoveryServer(
                List.of(channel), channel, new DefaultExecutorGroup(), new CachedProtoResourcesSerializer());
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(bindAddress, port))
                    .addService(ServerInterceptors.intercept(
                            discovery.getAggregatedDiscoveryServiceImpl(), new ExtensionTypes(), new FirstNode()))
                    .maxInboundMessageSize(MAX_REQUEST_BYTES)
                    // A proxy that is gone without a word is noticed within seconds.
                    .keepAliveTime(10, TimeUnit.SECONDS)
                    .keepAliveTimeout(5, TimeUnit.SECONDS)
                    .permitKeepAliveTime(1, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("xDS cannot listen on " + bindAddress + ":" + port, e);
        }
    }

    /** The open port. */
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("the port is not open yet");
        }
        return server.getPort();
    }

    @Override
    public void publish(ProxyConfig config) {
        channel.publish(config);
    }

    @Override
    public void remove(ReleaseKey release) {
        channel.remove(release);
    }

    @Override
    public List<ProxyState> proxies(ReleaseKey release) {
        return channel.sessions(release).stream()
                .map(ProxySession::state)
                .sorted(Comparator.comparing(ProxyState::node))
                .toList();
    }

    @Override
    public void onChange(Consumer<ReleaseKey> listener) {
        channel.onChange(listener);
    }

    /** What went over the channel so far. */
    public ChannelCounts counts() {
        return channel.counts();
    }

    /** Closes the port at once; proxies keep what they have and look for the next leader. */
    @Override
    public synchronized void close() {
        if (server != null) {
            server.shutdownNow();
        }
    }
}
