package dev.serin.xds;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Lets several end a call, each on its own thread: the first one's word counts, and nothing is sent after it. gRPC would throw at
 * the second, and is not made for one that sends while another ends.
 */
final class OnceClosed implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var once = new SimpleForwardingServerCall<>(call) {
            private boolean closed;

            @Override
            public synchronized void sendHeaders(Metadata headers) {
                if (!closed) {
                    super.sendHeaders(headers);
                }
            }

            @Override
            public synchronized void sendMessage(A message) {
                if (!closed) {
                    super.sendMessage(message);
                }
            }

            @Override
            public synchronized void close(Status status, Metadata trailers) {
                if (!closed) {
                    closed = true;
                    super.close(status, trailers);
                }
            }
        };
        return next.startCall(once, headers);
    }
}
