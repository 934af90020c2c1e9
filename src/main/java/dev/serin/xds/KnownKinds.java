package dev.serin.xds;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Leaves a request for what Serin does not have without an answer. java-control-plane would keep one for each type that a stream
 * names, of which a caller can think of as many as it likes, and would log a stack trace for one without a type.
 */
final class KnownKinds implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                if (message instanceof DiscoveryRequest request
                        && Kind.of(request.getTypeUrl()).isEmpty()) {
                    // The service asks for the next one only after one that it gets.
                    call.request(1);
                    return;
                }
                super.onMessage(message);
            }
        };
    }
}
