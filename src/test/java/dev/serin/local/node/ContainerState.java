package dev.serin.local.node;

import java.time.Instant;

/** Where a container stands. */
sealed interface ContainerState {
    /** Not running, and why; reasons as the kubelet names them. */
    record Waiting(String reason, String message) implements ContainerState {}

    record Running(Instant since) implements ContainerState {}

    /** {@code signal}: what ended it, 0 if it ended by itself. */
    record Terminated(int exitCode, int signal, String reason, String message, Instant started, Instant finished)
            implements ContainerState {
        /** Of a process's exit code, where a shell's and Java's convention is 128 and the signal. */
        static Terminated of(int code, Instant started, Instant finished) {
            int signal = code > 128 && code <= 128 + 64 ? code - 128 : 0;
            return new Terminated(code, signal, code == 0 ? "Completed" : "Error", "", started, finished);
        }
    }
}
