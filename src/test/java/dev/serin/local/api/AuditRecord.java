package dev.serin.local.api;

import java.time.Instant;
import java.util.Set;

/**
 * One request, as the server's audit has it.
 *
 * @param accepted when it was done
 * @param user who sent it, such as {@code system:serviceaccount:serin-system:serin-operator}
 * @param userAgent by which program
 * @param manager the field manager that it writes for
 * @param verb as in RBAC: get, list, watch, create, update, patch, delete
 * @param group the API group of the resource; empty for the core
 * @param status the HTTP status it was answered with
 * @param forbidden whether the user's permissions did not suffice; admission answers 403 as well
 * @param changed whether anything was stored for it; on the real API server true for every accepted write that was no
 *     dry run, as its log doesn't say whether the write made a difference
 */
public record AuditRecord(
        Instant accepted,
        String user,
        String userAgent,
        String manager,
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        int status,
        boolean forbidden,
        boolean changed) {
    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final Set<String> REVIEWS = Set.of("authentication.k8s.io", "authorization.k8s.io");

    /** Whether it was sent in order to change something. */
    public boolean isWrite() {
        return isWrite(verb, group, subresource);
    }

    /** The same of its parts: a review is a question though it is posted, and a token that is issued is stored nowhere. */
    public static boolean isWrite(String verb, String group, String subresource) {
        return !READS.contains(verb) && !REVIEWS.contains(group) && !subresource.equals("token");
    }
}
