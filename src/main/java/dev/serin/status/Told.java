package dev.serin.status;

/**
 * What came of telling somebody of a happening.
 *
 * @param id the happening's
 * @param to the notification's name
 * @param outcome how far it came
 * @param why what went wrong, in a few words; empty when nothing did
 */
public record Told(String id, String to, Outcome outcome, String why) {
    /** How far it came. */
    public enum Outcome {
        /** It was told. */
        DONE,
        /** It could not be told yet, and is tried again. */
        TRYING,
        /** It could not be told for so long that it is not tried any more. */
        GIVEN_UP
    }
}
