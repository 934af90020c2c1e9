package dev.serin.xds;

import io.grpc.StatusRuntimeException;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps gRPC from writing a stack trace for each message that is no message: its sender is answered with INTERNAL, and
 * must not be able to fill the operator's log.
 */
final class MalformedMessages {
    /** Held, since the log manager does not. */
    private static final Logger EXECUTOR = Logger.getLogger("io.grpc.internal.SerializingExecutor");

    private MalformedMessages() {}

    static void keepOutOfTheLog() {
        EXECUTOR.setFilter(MalformedMessages::isFault);
    }

    private static boolean isFault(LogRecord line) {
        return !(line.getThrown() instanceof StatusRuntimeException);
    }
}
