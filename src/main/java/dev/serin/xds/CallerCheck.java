package dev.serin.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;

/**
 * Lets in who brings a token of a release's proxy, and only under its own name: what a node says of itself in the first
 * request decides which configuration it gets.
 */
final class CallerCheck implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "Bearer ";
    /** No longer are names of Kubernetes' own, and two of them with a slash are no longer than twice that. */
    private static final int NAME = 253;

    private final Callers callers;
    private final RefusalLog refusals;
    private final NewestStream streams = new NewestStream();

    CallerCheck(Callers callers, RefusalLog refusals) {
        this.callers = callers;
        this.refusals = refusals;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ProxyIdentity caller;
        try {
            caller = callers.identify(token(headers));
        } catch (Callers.RefusedException e) {
            refuse(call, e.status());
            return new ServerCall.Listener<>() {};
        }
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean known;
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                if (refused) {
                    return;
                }
                Optional<Status> objection = message instanceof DiscoveryRequest request
                        ? objection(request, caller, known)
                        : Optional.empty();
                if (objection.isPresent()) {
                    refused = true;
                    refuse(call, objection.get());
                    super.onCancel();
                    return;
                }
                super.onMessage(message);
                if (!known) {
                    // Only now, so that the proxy is not taken for one that is away in between.
                    known = true;
                    streams.enter(caller, call);
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }

            @Override
            public void onCancel() {
                streams.leave(caller, call);
                if (!refused) {
                    super.onCancel();
                }
            }

            @Override
            public void onComplete() {
                // The service is not told otherwise when it is not the one who ended the stream.
                onCancel();
                super.onComplete();
            }
        };
    }

    private static String token(Metadata headers) throws Callers.RefusedException {
        String value = headers.get(AUTHORIZATION);
        if (value == null || !value.startsWith(BEARER)) {
            throw new Callers.RefusedException(Status.Code.UNAUTHENTICATED, "it brings no token");
        }
        return value.substring(BEARER.length()).strip();
    }

    /** A first request says whose configuration it asks for, and any later one that says it says the same. */
    private static Optional<Status> objection(DiscoveryRequest request, ProxyIdentity caller, boolean known) {
        if (!request.hasNode()) {
            return known
                    ? Optional.empty()
                    : Optional.of(Status.INVALID_ARGUMENT.withDescription("its first request names no node"));
        }
        Node node = request.getNode();
        return isOf(node, caller)
                ? Optional.empty()
                : Optional.of(Status.PERMISSION_DENIED.withDescription("node %s of %s has the token of pod %s of %s"
                        .formatted(
                                Printable.of(node.getId(), NAME),
                                Printable.of(node.getCluster(), NAME),
                                caller.node(),
                                caller.release())));
    }

    private static boolean isOf(Node node, ProxyIdentity caller) {
        return node.getCluster().equals(caller.release().toString())
                && node.getId().equals(caller.node());
    }

    private void refuse(ServerCall<?, ?> call, Status status) {
        refusals.refused(
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), String.valueOf(status.getDescription()));
        call.close(status, new Metadata());
    }
}
