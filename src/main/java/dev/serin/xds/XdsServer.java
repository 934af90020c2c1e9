package dev.serin.xds;

import io.envoyproxy.controlplane.server.DefaultExecutorGroup;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.controlplane.server.serializer.CachedProtoResourcesSerializer;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves ADS to all proxies. Configurations may be published before the port is opened, and should be: a proxy that
 * connects then gets its own at once.
 */
public final class XdsServer implements ProxyFleet, AutoCloseable {
    private final ProxyChannel channel;
    private final RefusalLog refusals = new RefusalLog();
    private @Nullable Server server;
    private @Nullable Threads threads;

    /** One that may always push. */
    public XdsServer() {
        this(() -> true);
    }

    /** {@code mayPush} is asked before anything is sent to a proxy. */
    public XdsServer(BooleanSupplier mayPush) {
        channel = new ProxyChannel(new Exchange(mayPush));
    }

    /** How long streams may take to hear of their end. */
    private static final long LAST_WORDS_MILLIS = 1000;

    private static final long QUIET_MILLIS = 200;

    /** What Netty and the time-outs run on; all threads are daemons. */
    private record Threads(EventLoopGroup accepting, EventLoopGroup serving, ScheduledExecutorService timer) {
        static Threads begin() {
            return new Threads(
                    new MultiThreadIoEventLoopGroup(
                            1, new DefaultThreadFactory("xds-accept", true), NioIoHandler.newFactory()),
                    new MultiThreadIoEventLoopGroup(new DefaultThreadFactory("xds", true), NioIoHandler.newFactory()),
                    Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("xds-hello", true)));
        }

        void end() {
            // Nobody waits for them: they are daemons, and have nothing to lose.
            var unused = accepting.shutdownGracefully(QUIET_MILLIS, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            unused = serving.shutdownGracefully(QUIET_MILLIS, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            timer.shutdownNow();
        }
    }

    /** Opens the port; 0 takes a free one. See {@link #open}. */
    public void start(String bindAddress, int port, Door door) {
        prepare(bindAddress, port, door);
        open();
    }

    /** Loads all that the port needs, which takes most of the time; keys may still be missing. */
    public synchronized void prepare(String bindAddress, int port, Door door) {
        var discovery = new V3DiscoveryServer(
                List.of(channel), channel, new DefaultExecutorGroup(), new CachedProtoResourcesSerializer());
        Limits limits = door.limits();
        GrpcLog.quieten();
        threads = Threads.begin();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(bindAddress, port), door.credentials())
                .bossEventLoopGroup(threads.accepting())
                .workerEventLoopGroup(threads.serving())
                .channelFactory(() -> new DoorChannel(limits.connections(), refusals))
                .addService(ServerInterceptors.intercept(
                        discovery.getAggregatedDiscoveryServiceImpl(), interceptors(door, threads.timer())))
                .maxInboundMessageSize(limits.requestBytes())
                .maxInboundMetadataSize(limits.headerBytes())
                .maxConcurrentCallsPerConnection(limits.streamsPerConnection())
                .handshakeTimeout(limits.hello().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
                // A proxy that is gone without a word is noticed within seconds.
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build();
    }

    /**
     * Opens the port that was prepared.
     *
     * @throws UncheckedIOException when the address is taken
     */
    public synchronized void open() {
        try {
            prepared().start();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("xDS cannot listen: " + e.getMessage(), e);
        }
    }

    private Server prepared() {
        if (server == null) {
            throw new IllegalStateException("the port is not prepared yet");
        }
        return server;
    }

    /** The last one sees a call first. */
    private List<ServerInterceptor> interceptors(Door door, ScheduledExecutorService timer) {
        List<ServerInterceptor> all = new ArrayList<>(List.of(new KnownKinds(), new ExtensionTypes(), new FirstNode()));
        door.callers().ifPresent(callers -> all.add(new CallerCheck(callers, refusals)));
        all.add(new HelloTimeout(timer, door.limits().hello()));
        // Both of these end calls which the service would end as well.
        all.add(new OnceClosed());
        return all;
    }

    /** The open port. */
    public synchronized int port() {
        return prepared().getPort();
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
        return channel.counts(refusals.count());
    }

    /** Closes the port at once; proxies keep what they have and look for the next leader. */
    @Override
    public synchronized void close() {
        if (server != null) {
            server.shutdownNow();
            awaitEnd(server);
        }
        if (threads != null) {
            threads.end();
        }
    }

    /** Streams are told of their end on threads that would be gone otherwise, and gRPC logs a stack trace for each. */
    private static void awaitEnd(Server server) {
        try {
            boolean unused = server.awaitTermination(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
