package dev.serin.xds;

import com.google.protobuf.StringValue;
import dev.serin.samples.Answer;
import dev.serin.samples.Reporter;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A gRPC server in this process that answers with its version. */
final class VersionServer implements AutoCloseable {
    private final Server server;

    VersionServer(String version) throws IOException {
        StringValue answer = StringValue.of(new Answer(version, version, "").text());
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder(Reporter.SERVICE)
                        .addMethod(Reporter.REPORT, ServerCalls.asyncUnaryCall((question, answers) -> {
                            answers.onNext(answer);
                            answers.onCompleted();
                        }))
                        .build())
                .build()
                .start();
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getPort());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
