package dev.serin.plan;

import java.util.Optional;

/**
 * What to tell the person who asks for an action.
 *
 * @param refusal why it was not done, and what to do; empty when it was
 */
public record Answer(Optional<String> refusal) {
    static final Answer DONE = new Answer(Optional.empty());
}
