package dev.serin.local.api;

import java.time.Instant;
import java.util.Set;

/**
 * One request, as the server's audit has it.
 *
 * @param accepted when it was done
 * @param userAgent who sent it
 * @param verb as in RBAC: get, list, watch, create, update, patch, delete
 * @param status the HTTP status it was answered with
 * @param changed whether anything was stored for it
 */
public record AuditRecord(
        Instant accepted,
        String userAgent,
        String manager,
        String verb,
        String resource,
        String subresource,
        String namespace,
        String name,
        int status,
        boolean changed) {
    private static final Set<String> READS = Set.of("get", "list", "watch");

    /** Whether it was sent in order to change something. */
    public boolean isWrite() {
        return !READS.contains(verb);
    }
}
