package dev.serin.api.v1alpha1;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Durations as users of Kubernetes write them: {@code 30s}, {@code 10m}, {@code 1h30m}, {@code 1.5h}.
 *
 * <p>The syntax is that of Go's {@code time.ParseDuration}, without signs and without units below a millisecond.
 */
public final class GoDuration {
    /** What the schema accepts; the text before {@code matches} in a rule of the schema. */
    public static final String PATTERN = "^(0|([0-9]+(\\.[0-9]+)?(ms|s|m|h))+)$";

    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");

    /** As many fit into a long. */
    private static final int LONG_DIGITS = 18;

    private GoDuration() {}

    /**
     * Reads a duration, to the millisecond.
     *
     * @throws IllegalArgumentException when the text is no duration; the message says what one looks like
     */
    public static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a duration: write one such as 30s, 10m or 1h30m");
        }
        return Duration.ofMillis(isWhole(text) ? whole(text) : rounded(text));
    }

    /** Nearly all are, and to load BigDecimal takes an operator a twentieth of its start. */
    private static boolean isWhole(String text) {
        return text.length() <= LONG_DIGITS && text.indexOf('.') < 0;
    }

    private static long whole(String text) {
        long millis = 0;
        var part = PART.matcher(text);
        while (part.find()) {
            millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(part.group(1)), millisOf(part.group(2))));
        }
        return millis;
    }

    private static long rounded(String text) {
        BigDecimal millis = BigDecimal.ZERO;
        var part = PART.matcher(text);
        while (part.find()) {
            millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(millisOf(part.group(2)))));
        }
        return millis.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** Writes a duration the way Go does, to the millisecond: {@code 1h30m0s} is written {@code 1h30m}. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static long millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            default -> 3_600_000L;
        };
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
