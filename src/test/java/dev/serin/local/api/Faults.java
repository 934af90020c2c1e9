package dev.serin.local.api;

import dev.serin.local.Disturbances.Disturbance;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is wrong with the server for a while, for one user or for all. Safe for many threads. */
final class Faults {
    private final Set<Refusal> refusals = ConcurrentHashMap.newKeySet();
    private final Set<String> throttled = ConcurrentHashMap.newKeySet();
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

    /** Throws what a request is answered instead, if anything. */
    void check(String user, Request request, Address address) {
        if (throttled.contains(user)) {
            throw new ApiException(429, "TooManyRequests", "too many requests, please try again later", List.of());
        }
        if (storeAway) {
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
