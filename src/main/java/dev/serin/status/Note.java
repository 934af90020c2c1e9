package dev.serin.status;

/**
 * One thing that a person would want to know of, to be sent as an event.
 *
 * @param warning whether it is something bad
 */
public record Note(boolean warning, String reason, String message) {
    public static Note normal(String reason, String message) {
        return new Note(false, reason, message);
    }

    public static Note warning(String reason, String message) {
        return new Note(true, reason, message);
    }
}
