package dev.serin.samples;

import io.grpc.Status;
import java.util.Optional;

/**
 * One recorded call.
 *
 * @param startNanos {@link System#nanoTime} when it was sent
 * @param durationNanos until its status arrived
 * @param channel which of the load's connections it was made on, from 0
 * @param local the client's end of the TCP connection that carried it, empty if none did: equal means the same one
 * @param status how it ended; a failure's description says who made it and why
 * @param answer what the server said, empty if the call failed
 */
public record Call(
        long startNanos, long durationNanos, Status status, int channel, String local, Optional<Answer> answer) {
    public boolean failed() {
        return !status.isOk();
    }

    public Status.Code code() {
        return status.getCode();
    }

    /** The version that answered; empty text if none did. */
    public String version() {
        return answer.map(Answer::version).orElse("");
    }
}
