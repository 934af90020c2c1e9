package dev.serin.xds;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One stream for each proxy: one that comes on another has lost the one before, or wants more of the operator's memory than is its
 * share. Safe for use by many threads.
 */
final class NewestStream {
    private static final Status REPLACED = Status.ABORTED.withDescription("the proxy has come on a newer stream");

    private final Map<ProxyIdentity, ServerCall<?, ?>> byProxy = new ConcurrentHashMap<>();

    /** Ends the one before, if there is one. */
    void enter(ProxyIdentity proxy, ServerCall<?, ?> call) {
        ServerCall<?, ?> before = byProxy.put(proxy, call);
        if (before != null) {
            before.close(REPLACED, new Metadata());
        }
    }

    void leave(ProxyIdentity proxy, ServerCall<?, ?> call) {
        byProxy.remove(proxy, call);
    }
}
