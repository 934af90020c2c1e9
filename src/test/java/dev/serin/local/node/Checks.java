package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GRPCAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The four ways of probing, each on a connection of its own, as the kubelet does. */
final class Checks {
    /** Runs a command as the container would; gives its exit code. */
    interface Exec {
        int run(List<String> command, Duration timeout) throws IOException, InterruptedException;
    }

    private final Container container;
    private final String podIp;
    private final Exec exec;

    Checks(Container container, String podIp, Exec exec) {
        this.container = container;
        this.podIp = podIp;
        this.exec = exec;
    }

    /** A probe that names no way of probing always passes. */
    Check of(Probe probe) {
        if (probe.getHttpGet() != null) {
            return timeout -> httpGet(probe.getHttpGet(), timeout);
        }
        if (probe.getTcpSocket() != null) {
            int port = port(probe.getTcpSocket().getPort());
            String host = host(probe.getTcpSocket().getHost());
            return timeout -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
                    return true;
                }
            };
        }
        if (probe.getGrpc() != null) {
            return timeout -> grpc(probe.getGrpc(), timeout);
        }
        if (probe.getExec() != null) {
            return timeout -> exec.run(probe.getExec().getCommand(), timeout) == 0;
        }
        return timeout -> true;
    }

    /** Good is any status from 200 to 399. */
    boolean httpGet(HTTPGetAction action, Duration timeout) throws IOException {
        String path = action.getPath() == null || action.getPath().isEmpty() ? "/" : action.getPath();
        URI uri = URI.create("http://" + host(action.getHost()) + ":" + port(action.getPort())
                + (path.startsWith("/") ? path : "/" + path));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Connection", "close");
        action.getHttpHeaders().forEach(h -> connection.setRequestProperty(h.getName(), h.getValue()));
        try {
            int status = connection.getResponseCode();
            return status >= 200 && status < 400;
        } finally {
            connection.disconnect();
        }
    }

    private boolean grpc(GRPCAction action, Duration timeout) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(new InetSocketAddress(podIp, action.getPort()))
                .usePlaintext()
                .build();
        try {
            HealthCheckRequest request = HealthCheckRequest.newBuilder()
                    .setService(action.getService() == null ? "" : action.getService())
                    .build();
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                            .check(request)
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        } finally {
            channel.shutdownNow();
        }
    }

    private String host(@Nullable String host) {
        return host == null || host.isEmpty() || host.equals("127.0.0.1") || host.equals("localhost") ? podIp : host;
    }

    private int port(IntOrString port) {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        return container.getPorts().stream()
                .filter(candidate -> port.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no port named " + port.getStrVal()));
    }
}
