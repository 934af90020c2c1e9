package dev.serin.plan;

/**
 * Something that a person has to mend before the release can go on.
 *
 * @param reason one word for programs
 * @param message what is wrong, what it means for traffic, and how to mend it
 */
public record Problem(String reason, String message) {}
