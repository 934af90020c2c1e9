package dev.serin.gates;

import dev.serin.api.v1alpha1.GateStatus.State;
import java.util.Optional;

/**
 * What came of asking once.
 *
 * @param value the number, where it is one
 * @param message why, in few words of the operator's own: nothing that was answered is quoted but numbers
 */
record Reply(State state, Optional<String> value, String message) {
    private static final int LONGEST = 200;

    Reply {
        message = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }

    static Reply of(State state, String message) {
        return new Reply(state, Optional.empty(), message);
    }

    static Reply passed(String message) {
        return of(State.Passed, message);
    }

    static Reply failed(String message) {
        return of(State.Failed, message);
    }

    static Reply inconclusive(String message) {
        return of(State.Inconclusive, message);
    }
}
