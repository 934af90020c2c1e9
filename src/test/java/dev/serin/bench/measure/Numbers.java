package dev.serin.bench.measure;

import java.util.Locale;

/** Numbers for people. */
public final class Numbers {
    private Numbers() {}

    /** Three significant digits, and no fraction from a hundred on. */
    public static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 || size == 0 ? "%.2f" : "%.3f";
        String text = String.format(Locale.ROOT, format, value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** The median, with the ends in brackets where they differ. */
    public static String text(Spread spread) {
        return spread.min() == spread.max()
                ? text(spread.median())
                : "%s (%s–%s)".formatted(text(spread.median()), text(spread.min()), text(spread.max()));
    }
}
