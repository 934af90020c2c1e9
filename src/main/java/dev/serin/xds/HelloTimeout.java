package dev.serin.xds;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends a stream that was opened and then says nothing. */
final class HelloTimeout implements ServerInterceptor {
    private final ScheduledExecutorService timer;
    private final Duration patience;

    HelloTimeout(ScheduledExecutorService timer, Duration patience) {
        this.timer = timer;
        this.patience = patience;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        ScheduledFuture<?> end = timer.schedule(
                () -> call.close(
                        Status.DEADLINE_EXCEEDED.withDescription("no request within " + patience.toSeconds() + " s"),
                        new Metadata()),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q message) {
                end.cancel(false);
                super.onMessage(message);
            }

            @Override
            public void onCancel() {
                end.cancel(false);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                end.cancel(false);
                super.onComplete();
            }
        };
    }
}
