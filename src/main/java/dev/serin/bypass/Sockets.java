package dev.serin.bypass;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.channelz.v1.Address;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.ChannelzGrpc.ChannelzBlockingStub;
import io.grpc.channelz.v1.GetServerSocketsRequest;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.channelz.v1.GetServersResponse;
import io.grpc.channelz.v1.GetSocketRequest;
import io.grpc.channelz.v1.Server;
import io.grpc.channelz.v1.SocketRef;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a pod for the open sockets of its gRPC servers, by the standard service {@code grpc.channelz.v1.Channelz}. */
public final class Sockets {
    private static final int PATIENCE_SECONDS = 2;
    /** More sockets than this are not asked for one by one. */
    private static final int MOST = 10_000;

    /**
     * The remote addresses by the sockets' ids; empty when the pod does not tell. {@code known}: those that were told
     * before, which need not be asked for again.
     */
    Optional<Map<Long, String>> of(String host, int port, Map<Long, String> known) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .disableRetry()
                .build();
        try {
            return Optional.of(ask(
                    ChannelzGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
                    known));
        } catch (StatusRuntimeException e) {
            return Optional.empty();
        } finally {
            channel.shutdownNow();
        }
    }

    private static Map<Long, String> ask(ChannelzBlockingStub stub, Map<Long, String> known) {
        Map<Long, String> sockets = new HashMap<>();
        GetServersResponse servers;
        long from = 0;
        do {
            servers = stub.getServers(
                    GetServersRequest.newBuilder().setStartServerId(from).build());
            for (Server server : servers.getServerList()) {
                from = server.getRef().getServerId() + 1;
                collect(stub, server.getRef().getServerId(), known, sockets);
            }
        } while (!servers.getEnd() && servers.getServerCount() > 0);
        return sockets;
    }

    private static void collect(
            ChannelzBlockingStub stub, long server, Map<Long, String> known, Map<Long, String> sockets) {
        long from = 0;
        boolean end = false;
        while (!end && sockets.size() < MOST) {
            var page = stub.getServerSockets(GetServerSocketsRequest.newBuilder()
                    .setServerId(server)
                    .setStartSocketId(from)
                    .build());
            for (SocketRef socket : page.getSocketRefList()) {
                long id = socket.getSocketId();
                from = id + 1;
                String remote = known.containsKey(id) ? known.get(id) : remote(stub, id);
                if (remote != null) {
                    sockets.put(id, remote);
                }
            }
            end = page.getEnd() || page.getSocketRefCount() == 0;
        }
    }

    /** Not known of one that was closed meanwhile. */
    private static String remote(ChannelzBlockingStub stub, long id) {
        try {
            return text(
                    stub.getSocket(GetSocketRequest.newBuilder().setSocketId(id).build())
                            .getSocket()
                            .getRemote());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == io.grpc.Status.Code.NOT_FOUND) {
                return "";
            }
            throw e;
        }
    }

    private static String text(Address address) {
        ByteString bytes = address.getTcpipAddress().getIpAddress();
        try {
            return bytes.isEmpty()
                    ? ""
                    : InetAddress.getByAddress(bytes.toByteArray()).getHostAddress();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
