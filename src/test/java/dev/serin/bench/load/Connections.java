package dev.serin.bench.load;

import com.google.protobuf.StringValue;
import dev.serin.bench.envoy.Mode;
import dev.serin.samples.Reporter;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Open gRPC connections, and unary calls on them. Only the answer's status and version are looked at. */
final class Connections implements AutoCloseable {
    private static final Metadata.Key<String> VERSION = Metadata.Key.of("x-version", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> USER = Metadata.Key.of(Mode.USER, Metadata.ASCII_STRING_MARSHALLER);

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final AtomicReference<@Nullable Status> failure = new AtomicReference<>();

    /** What came of a call. */
    interface Answer {
        /** May be called on any thread. */
        void done(boolean ok, boolean canary);
    }

    /** Opens so many connections to each target, and waits for them by one call on each, which is told of. */
    Connections(List<? extends SocketAddress> targets, int each, Answer first) throws InterruptedException {
        for (int i = 0; i < each; i++) {
            for (SocketAddress target : targets) {
                channels.add(NettyChannelBuilder.forAddress(target)
                        .usePlaintext()
                        .disableRetry()
                        .directExecutor()
                        .build());
            }
        }
        for (int i = 0; i < channels.size(); i++) {
            var answered = new CountDownLatch(1);
            call(i, "first-" + i, (ok, canary) -> {
                first.done(ok, canary);
                answered.countDown();
            });
            answered.await();
        }
    }

    /** What the first call that failed came to. */
    String failure() {
        return String.valueOf(failure.get());
    }

    int size() {
        return channels.size();
    }

    /** Calls made on one thread leave in that order. */
    void call(int connection, String user, Answer answer) {
        ClientCall<StringValue, StringValue> call =
                channels.get(connection).newCall(Reporter.REPORT, CallOptions.DEFAULT);
        var headers = new Metadata();
        headers.put(USER, user);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (!status.isOk()) {
                            failure.compareAndSet(null, status);
                        }
                        answer.done(status.isOk(), "canary".equals(trailers.get(VERSION)));
                    }
                },
                headers);
        call.request(1);
        call.sendMessage(StringValue.getDefaultInstance());
        call.halfClose();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
