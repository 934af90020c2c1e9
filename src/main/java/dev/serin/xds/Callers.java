package dev.serin.xds;

import io.grpc.Status;

/** Tells who a caller is by the token that it brings. Safe for use by many threads. */
@FunctionalInterface
public interface Callers {
    /** Asks whoever can tell, and waits for the answer. */
    ProxyIdentity identify(String token) throws RefusedException;

    /** Why a caller is not let in: {@code UNAUTHENTICATED}, or {@code UNAVAILABLE} when nobody could be asked. */
    final class RefusedException extends Exception {
        private final transient Status status;

        public RefusedException(Status.Code code, String why) {
            super(why);
            this.status = code.toStatus().withDescription(why);
        }

        Status status() {
            return status;
        }
    }
}
