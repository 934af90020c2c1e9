package dev.serin.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Puts into each request of a stream who sends it, which proxies say in the first one only, and no more than is of use:
 * an Envoy also lists its five hundred extensions, and a request is kept for each kind of resource.
 */
final class FirstNode implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private Node node = Node.getDefaultInstance();

            @Override
            @SuppressWarnings("unchecked")
            public void onMessage(Q message) {
                super.onMessage(message instanceof DiscoveryRequest request ? (Q) named(request) : message);
            }

            private DiscoveryRequest named(DiscoveryRequest request) {
                if (request.hasNode()) {
                    node = Node.newBuilder()
                            .setId(request.getNode().getId())
                            .setCluster(request.getNode().getCluster())
                            .setMetadata(request.getNode().getMetadata())
                            .build();
                }
                return request.toBuilder().setNode(node).build();
            }
        };
    }
}
