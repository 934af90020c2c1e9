package dev.serin.samples;

import java.util.regex.Pattern;

/**
 * What a sample server says about itself: its version, its pod, and the address it sees at the other end of the
 * connection (the same address means the same TCP connection).
 */
public record Answer(String version, String pod, String remote) {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote("|"));

    /** Text that {@link #parse} reads back. */
    public String text() {
        return version + "|" + pod + "|" + remote;
    }

    /** Reads what {@link #text} wrote; throws {@link IllegalArgumentException} for anything else. */
    public static Answer parse(String text) {
        String[] parts = SEPARATOR.split(text, -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not an answer of a sample server: " + text);
        }
        return new Answer(parts[0], parts[1], parts[2]);
    }
}
