package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.local.Disturbances.Disturbance;
import dev.serin.local.Disturbances.Write;
import dev.serin.local.Disturbances.WriteListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is wrong with the server for a while, for one user or for all. Safe for many threads. */
final class Faults {
    private final Set<Refusal> refusals = ConcurrentHashMap.newKeySet();
    private final Set<String> throttled = ConcurrentHashMap.newKeySet();
    private final Map<String, WriteListener> listeners = new ConcurrentHashMap<>();
    private volatile boolean storeAway;

    private record Refusal(String user, String resource, String message) {}

    Disturbance storeOutage() {
        storeAway = true;
        return () -> storeAway = false;
    }

    Disturbance refuse(String user, String resource, String message) {
        var refusal = new Refusal(user, resource, message);
        refusals.add(refusal);
        return () -> refusals.remove(refusal);
    }

    Disturbance throttle(String user) {
        throttled.add(user);
        return () -> throttled.remove(user);
    }

    Disturbance listen(String user, WriteListener listener) {
        listeners.put(user, listener);
        return () -> listeners.remove(user);
    }

    /** Does a request; of writes that are listened to, one after the other. */
    JsonNode around(String user, Request request, Address address, Supplier<JsonNode> answer) {
        String verb = request.verb(!address.name().isEmpty());
        boolean changes = AuditRecord.isWrite(verb, address.kind().group(), address.subresource());
        WriteListener listener = changes ? listeners.get(user) : null;
        if (listener == null) {
            return answer.get();
        }
        var write =
                new Write(verb, address.kind().plural(), address.subresource(), address.namespace(), address.name());
        synchronized (listener) {
            if (!listener.before(write)) {
                throw new ApiException(500, "InternalError", "the server was told not to do it", List.of());
            }
            JsonNode done = answer.get();
            listener.after(write);
            return done;
        }
    }

    /** Throws what a request is answered instead, if anything. */
    void check(String user, Request request, Address address) {
        if (throttled.contains(user)) {
            throw new ApiException(429, "TooManyRequests", "too many requests, please try again later", List.of());
        }
        // Who a token's bearer is, the server knows by heart.
        if (storeAway && !address.kind().isReview()) {
            throw new ApiException(500, "InternalError", "etcdserver: request timed out", List.of());
        }
        if (!request.method().equals("GET")) {
            refusals.stream()
                    .filter(refusal -> refusal.user().equals(user)
                            && refusal.resource().equals(address.kind().plural()))
                    .findFirst()
                    .ifPresent(refusal -> {
                        throw new ApiException(403, "Forbidden", said(address, refusal), List.of());
                    });
        }
    }

    private static String said(Address address, Refusal refusal) {
        return "%s \"%s\" is forbidden: ValidatingAdmissionPolicy 'refuse' with binding 'refuse' denied request: %s"
                .formatted(address.kind().qualified(), address.name(), refusal.message());
    }
}
