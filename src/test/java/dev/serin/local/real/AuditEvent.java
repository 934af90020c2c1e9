package dev.serin.local.real;

import dev.serin.local.api.AuditRecord;

/**
 * One request in the real API server's audit log.
 *
 * @param user who sent it, such as {@code system:serviceaccount:serin-system:serin}
 * @param group the API group of the resource; empty for the core
 * @param request the request; {@code changed} is true for every accepted write that was no dry run, as the log doesn't
 *     say whether the write made a difference
 */
public record AuditEvent(String user, String group, AuditRecord request) {
    /** Whether the user's permissions did not suffice. */
    public boolean isForbidden() {
        return request.status() == 403;
    }
}
