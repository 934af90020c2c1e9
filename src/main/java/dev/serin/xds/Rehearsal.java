package dev.serin.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves one proxy, which it plays itself over loopback, so that the classes that serving takes are there before this
 * process leads: proxies wait for a leader, and loading them takes longer than all else that it begins with.
 */
public final class Rehearsal {
    private static final ReleaseKey RELEASE = new ReleaseKey("rehearsal", "rehearsal");
    private static final String NODE = "rehearsal";
    private static final long LONGEST_SECONDS = 10;

    private Rehearsal() {}

    /**
     * The port as it will be, and how the played proxy comes in.
     *
     * @param server what the port shows
     * @param proxy whom the played proxy trusts
     * @param name by which it asks for the server
     */
    public record Stage(ServerCredentials server, ChannelCredentials proxy, String name) {
        /** In plain text. */
        public static Stage open() {
            return new Stage(InsecureServerCredentials.create(), InsecureChannelCredentials.create(), "localhost");
        }
    }

    /** {@code more} publishes to the fleet what a leader would; returns when the played proxy has been served. */
    public static void run(Stage setting, Consumer<ProxyFleet> more) throws InterruptedException {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        try (var stage = new XdsServer()) {
            stage.publish(config(10));
            stage.start(host, 0, new Door(setting.server(), Optional.empty(), Limits.DEFAULT));
            more.accept(stage);
            var proxy = new PlayedProxy();
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            new InetSocketAddress(host, stage.port()), setting.proxy())
                    .overrideAuthority(setting.name())
                    .build();
            try {
                proxy.begin(AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(proxy));
                proxy.routed.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static ProxyConfig config(int weight) {
        return new ProxyConfig(
                RELEASE,
                ProxyConfig.Protocol.GRPC,
                new Split(weight, 100),
                Routing.EXACT,
                List.of(new Endpoint("192.0.2.1", 1)),
                List.of(new Endpoint("192.0.2.2", 1)));
    }

    /** Asks for everything and confirms what it gets. */
    private static final class PlayedProxy implements StreamObserver<DiscoveryResponse> {
        private final CountDownLatch routed = new CountDownLatch(1);
        private @Nullable StreamObserver<DiscoveryRequest> requests;

        synchronized void begin(StreamObserver<DiscoveryRequest> to) {
            requests = to;
            Arrays.stream(Kind.values())
                    .filter(kind -> kind != Kind.EXTENSION)
                    .forEach(kind -> ask(to, DiscoveryRequest.newBuilder().setTypeUrl(kind.typeUrl())));
        }

        private static void ask(StreamObserver<DiscoveryRequest> to, DiscoveryRequest.Builder request) {
            to.onNext(request.setNode(Node.newBuilder().setId(NODE).setCluster(RELEASE.toString()))
                    .build());
        }

        @Override
        public synchronized void onNext(DiscoveryResponse answer) {
            if (requests != null) {
                ask(
                        requests,
                        DiscoveryRequest.newBuilder()
                                .setTypeUrl(answer.getTypeUrl())
                                .setVersionInfo(answer.getVersionInfo())
                                .setResponseNonce(answer.getNonce()));
            }
            if (answer.getTypeUrl().equals(Kind.ROUTE.typeUrl())) {
                routed.countDown();
            }
        }

        @Override
        public void onError(Throwable cause) {
            routed.countDown();
        }

        @Override
        public void onCompleted() {
            routed.countDown();
        }
    }
}
