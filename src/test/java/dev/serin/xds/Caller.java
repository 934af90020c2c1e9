package dev.serin.xds;

import com.google.protobuf.StringValue;
import dev.serin.samples.Answer;
import dev.serin.samples.Reporter;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Calls one after the other, on one connection, with headers of their own. */
final class Caller implements AutoCloseable {
    private final ManagedChannel channel;

    Caller(InetSocketAddress target) {
        channel = NettyChannelBuilder.forAddress(target)
                .usePlaintext()
                .disableRetry()
                .build();
    }

    /** What came back. */
    record Reply(String version, @Nullable String setCookie) {}

    Reply call() {
        return call(Map.of());
    }

    Reply call(Map<String, String> headers) {
        return call(Reporter.REPORT, headers);
    }

    /** Throws {@link io.grpc.StatusRuntimeException} when the call fails. */
    Reply call(MethodDescriptor<StringValue, StringValue> method, Map<String, String> headers) {
        var sent = new Metadata();
        headers.forEach((name, value) -> sent.put(key(name), value));
        var received = new AtomicReference<Metadata>();
        Channel with = ClientInterceptors.intercept(
                channel,
                MetadataUtils.newAttachHeadersInterceptor(sent),
                MetadataUtils.newCaptureMetadataInterceptor(received, new AtomicReference<>()));
        StringValue answer =
                ClientCalls.blockingUnaryCall(with, method, CallOptions.DEFAULT, StringValue.getDefaultInstance());
        Metadata head = received.get();
        return new Reply(Answer.parse(answer.getValue()).version(), head == null ? null : head.get(key("set-cookie")));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
