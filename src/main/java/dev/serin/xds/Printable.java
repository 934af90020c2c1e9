package dev.serin.xds;

/** What a caller says of itself, fit for a line of the log. */
final class Printable {
    private static final char FIRST = ' ';
    private static final char LAST = '~';
    private static final char ELSE = '?';
    private static final String MORE = "...";

    private Printable() {}

    /** Printable ASCII only, and not more of it than so many characters. */
    static String of(String text, int most) {
        var clean = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), most); i++) {
            char each = text.charAt(i);
            clean.append(each < FIRST || each > LAST ? ELSE : each);
        }
        return text.length() > most ? clean.append(MORE).toString() : clean.toString();
    }
}
