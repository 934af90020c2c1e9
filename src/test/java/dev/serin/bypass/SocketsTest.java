package dev.serin.bypass;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A real gRPC server's sockets, by channelz. */
class SocketsTest {
    private static final String HOST = "127.0.0.1";

    private static Server server(boolean tells) throws Exception {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new HealthStatusManager().getHealthService());
        return (tells ? builder.addService(ChannelzService.newInstance(2)) : builder)
                .build()
                .start();
    }

    private static ManagedChannel connect(Server server) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(HOST, server.getPort())
                .usePlaintext()
                .build();
        var unused = HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
        return channel;
    }

    @Test
    void openConnectionsStayWhatTheyAreFromLookToLook() throws Exception {
        Server server = server(true);
        List<ManagedChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                channels.add(connect(server));
            }
            Map<Long, String> first =
                    new Sockets().of(HOST, server.getPort(), Map.of()).orElseThrow();
            Map<Long, String> second =
                    new Sockets().of(HOST, server.getPort(), first).orElseThrow();
            Set<Long> lasting = new HashSet<>(first.keySet());
            lasting.retainAll(second.keySet());
            // Its own connection is another one at each look, but may be seen to close a little late.
            assertThat(lasting.size()).isBetween(5, 6);
            assertThat(first.values()).containsOnly(HOST);
        } finally {
            channels.forEach(ManagedChannel::shutdownNow);
            server.shutdownNow();
        }
    }

    @Test
    void whoDoesNotAnswerTellsNothing() throws Exception {
        Server silent = server(false);
        int port = silent.getPort();
        try {
            assertThat(new Sockets().of(HOST, port, Map.of())).isEqualTo(Optional.empty());
        } finally {
            silent.shutdownNow();
            silent.awaitTermination();
        }
        assertThat(new Sockets().of(HOST, port, Map.of())).isEqualTo(Optional.empty());
    }
}
