package dev.serin.plan;

import dev.serin.api.v1alpha1.GateStatus.State;
import java.time.Instant;
import java.util.Optional;

/**
 * The latest answer to a question.
 *
 * @param value the number, where it is one
 * @param message why, in words that hold nothing of what the answer said
 * @param at when it came; tells one answer from the next
 */
public record GateAnswer(GateQuestion question, State state, Optional<String> value, String message, Instant at) {}
