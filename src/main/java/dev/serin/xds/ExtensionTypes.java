package dev.serin.xds;

import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Lets extension configurations (ECDS) through on the aggregated stream. java-control-plane refuses the types that it does
 * not know, so that inside of it they go by the name of a type that it knows and that Serin's proxies never ask for.
 */
final class ExtensionTypes implements ServerInterceptor {
    /** What they are called inside. */
    static final String INSIDE = Resources.V3.SECRET_TYPE_URL;

    /** What proxies call them. */
    static final String OUTSIDE = "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig";

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var answering = new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            @SuppressWarnings("unchecked")
            public void sendMessage(A message) {
                super.sendMessage(
                        message instanceof DiscoveryResponse response
                                        && response.getTypeUrl().equals(INSIDE)
                                ? (A) response.toBuilder().setTypeUrl(OUTSIDE).build()
                                : message);
            }
        };
        return new SimpleForwardingServerCallListener<>(next.startCall(answering, headers)) {
            @Override
            @SuppressWarnings("unchecked")
            public void onMessage(Q message) {
                super.onMessage(
                        message instanceof DiscoveryRequest request
                                        && request.getTypeUrl().equals(OUTSIDE)
                                ? (Q) request.toBuilder().setTypeUrl(INSIDE).build()
                                : message);
            }
        };
    }
}
