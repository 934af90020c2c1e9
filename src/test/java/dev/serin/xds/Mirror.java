package dev.serin.xds;

import com.google.protobuf.BytesValue;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A gRPC server that sends back what it gets, and keeps what came with each call. */
final class Mirror implements AutoCloseable {
    static final int MAX_MESSAGE = 8 << 20;
    static final MethodDescriptor<BytesValue, BytesValue> ECHO = method("Echo", MethodType.UNARY);
    /** Answers once, and never ends by itself. */
    static final MethodDescriptor<BytesValue, BytesValue> WATCH = method("Watch", MethodType.SERVER_STREAMING);

    /** Never answers. */
    static final MethodDescriptor<BytesValue, BytesValue> HANG = method("Hang", MethodType.UNARY);

    private static final String SERVICE = "serin.test.Mirror";

    /** What came with a call. */
    record Seen(Metadata headers, Optional<Deadline> deadline) {}

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Server server;

    Mirror() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(MAX_MESSAGE)
                .intercept(new Notebook())
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(ECHO, ServerCalls.asyncUnaryCall((question, answers) -> {
                            answers.onNext(question);
                            answers.onCompleted();
                        }))
                        .addMethod(WATCH, ServerCalls.asyncServerStreamingCall((question, answers) -> {
                            ((ServerCallStreamObserver<BytesValue>) answers).setOnCancelHandler(cancelled::countDown);
                            answers.onNext(question);
                        }))
                        .addMethod(HANG, ServerCalls.asyncUnaryCall((question, answers) -> {}))
                        .build())
                .build()
                .start();
    }

    private static MethodDescriptor<BytesValue, BytesValue> method(String name, MethodType type) {
        return MethodDescriptor.<BytesValue, BytesValue>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
                .build();
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getPort());
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    /** What came with the next call. */
    Seen next() throws InterruptedException {
        Seen next = seen.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no call came in 20 s");
        }
        return next;
    }

    /** Opens when a client has cancelled. */
    CountDownLatch cancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Notebook implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            var copy = new Metadata();
            copy.merge(headers);
            seen.add(new Seen(copy, Optional.ofNullable(Context.current().getDeadline())));
            return next.startCall(call, headers);
        }
    }
}
