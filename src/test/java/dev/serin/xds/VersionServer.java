package dev.serin.xds;

import com.google.protobuf.StringValue;
import dev.serin.samples.Answer;
import dev.serin.samples.Reporter;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A gRPC server in this process that answers with its version, at two endpoints. */
final class VersionServer implements AutoCloseable {
    private static final int PERCENT = 100;

    private final StringValue answer;
    private final List<Server> servers = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private volatile int failing;
    private volatile boolean hanging;
    private volatile CountDownLatch held = new CountDownLatch(0);

    VersionServer(String version) throws IOException {
        answer = StringValue.of(new Answer(version, version, "").text());
        servers.add(start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        servers.add(start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    /** One at this address only. */
    VersionServer(String version, InetSocketAddress address) throws IOException {
        answer = StringValue.of(new Answer(version, version, "").text());
        servers.add(start(address));
    }

    private Server start(InetSocketAddress address) throws IOException {
        return NettyServerBuilder.forAddress(address)
                .addService(ServerServiceDefinition.builder(Reporter.SERVICE)
                        .addMethod(Reporter.CHAT, ServerCalls.asyncBidiStreamingCall(this::chat))
                        .addMethod(Reporter.REPORT, ServerCalls.asyncUnaryCall((question, answers) -> reply(answers)))
                        .build())
                .build()
                .start();
    }

    private StreamObserver<StringValue> chat(StreamObserver<StringValue> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(StringValue message) {
                answers.onNext(answer);
            }

            @Override
            public void onError(Throwable cause) {
                // The client has gone; there is nobody to tell.
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    private void reply(StreamObserver<StringValue> answers) {
        long number = calls.getAndIncrement();
        if (hanging) {
            return;
        }
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (number * failing % PERCENT + failing >= PERCENT && failing > 0) {
            answers.onError(Status.UNAVAILABLE.asRuntimeException());
        } else {
            answers.onNext(answer);
            answers.onCompleted();
        }
    }

    /** From now on this part of all calls fails as UNAVAILABLE, evenly spread. */
    void failing(int percent) {
        failing = percent;
    }

    /** From now on no call is ever answered. */
    void hang() {
        hanging = true;
    }

    /** From now on calls wait for their answer until the latch is open, each on a thread. */
    void hold(CountDownLatch until) {
        held = until;
    }

    /** How many calls have come, failed or not. */
    long calls() {
        return calls.get();
    }

    Endpoint endpoint() {
        return endpoint(0);
    }

    /** 0 or 1. */
    Endpoint endpoint(int number) {
        return new Endpoint("127.0.0.1", servers.get(number).getPort());
    }

    /** Ends in good order: tells its clients, and takes no more connections. */
    void stop() {
        servers.forEach(Server::shutdown);
    }

    @Override
    public void close() {
        servers.forEach(Server::shutdownNow);
    }
}
