package dev.serin.xds;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import java.util.Optional;

/**
 * How callers come in to the xDS port.
 *
 * @param credentials the server's own
 * @param callers who tells callers apart; empty: everybody is who their node says
 * @param limits how much of everything
 */
public record Door(ServerCredentials credentials, Optional<Callers> callers, Limits limits) {
    /** Plain text and no questions: everybody is who they say. */
    public static Door open() {
        return new Door(InsecureServerCredentials.create(), Optional.empty(), Limits.DEFAULT);
    }
}
