package dev.serin.xds;

import io.grpc.StatusRuntimeException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps gRPC from writing a stack trace for each message that is no message, and for each connection that speaks no
 * HTTP/2: who sends them must not be able to fill the operator's log.
 */
final class GrpcLog {
    /** Held, since the log manager does not. */
    private static final Logger EXECUTOR = Logger.getLogger("io.grpc.internal.SerializingExecutor");

    /** It speaks of one connection's end in each line. */
    private static final Logger CONNECTIONS = Logger.getLogger("io.grpc.netty.NettyServerTransport.connections");

    private GrpcLog() {}

    static void quieten() {
        EXECUTOR.setFilter(GrpcLog::isFault);
        CONNECTIONS.setLevel(Level.WARNING);
    }

    private static boolean isFault(LogRecord line) {
        return !(line.getThrown() instanceof StatusRuntimeException);
    }
}
