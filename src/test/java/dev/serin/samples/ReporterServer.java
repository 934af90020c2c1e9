package dev.serin.samples;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC server of {@link Reporter} with the standard services health and channelz, for pods; {@link ServerOptions} says what its
 * environment means. On SIGTERM it turns unhealthy, sends GOAWAY, finishes the calls in flight and exits.
 */
public final class ReporterServer {
    private static final int PAGE = 100;

    private ReporterServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        ServerOptions options = ServerOptions.from(System.getenv());
        Faults faults = new Faults(options);
        HealthStatusManager health = new HealthStatusManager();
        Server server = NettyServerBuilder.forAddress(options.address())
                .addService(health.getHealthService())
                .addService(ChannelzService.newInstance(PAGE))
                .addService(
                        ServerInterceptors.intercept(ReporterService.of(options, faults), new ReporterService.Remote()))
                .build()
                .start();
        health.setStatus(Reporter.SERVICE, ServingStatus.SERVING);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, health, options)));
        faults.armCrash();
        System.out.println(options.version() + " listens on " + options.address());
        server.awaitTermination();
    }

    private static void stop(Server server, HealthStatusManager health, ServerOptions options) {
        System.out.println("SIGTERM: finishing what is in flight");
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(options.grace().toMillis(), TimeUnit.MILLISECONDS)) {
                System.out.println("calls still open after " + options.grace() + " are cut");
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println("bye");
    }
}
