package dev.serin.bench;

import com.google.errorprone.annotations.FormatMethod;
import dev.serin.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured for a question.
 *
 * @param name the question's short name
 * @param title the question
 * @param method how it was measured, in a few sentences
 * @param figures in the order of the table
 * @param claims what had to hold
 */
public record Result(String name, String title, String method, List<Figure> figures, List<Claim> claims) {
    /**
     * One figure over several rounds.
     *
     * @param subject what was measured: a row of the table
     * @param measure what of it: a column
     * @param unit of the values, may be empty
     */
    public record Figure(String subject, String measure, String unit, Spread spread) {}

    /** Something that had to hold, with the figures that say whether it does. */
    public record Claim(String text, boolean held) {}

    /** Collects a result. */
    public static final class Builder {
        private final String name;
        private final String title;
        private final List<Figure> figures = new ArrayList<>();
        private final List<Claim> claims = new ArrayList<>();

        public Builder(String name, String title) {
            this.name = name;
            this.title = title;
        }

        public Builder figure(String subject, String measure, String unit, Spread spread) {
            figures.add(new Figure(subject, measure, unit, spread));
            return this;
        }

        @FormatMethod
        public Builder claim(boolean held, String format, Object... arguments) {
            claims.add(new Claim(format.formatted(arguments), held));
            return this;
        }

        /** The median of a figure that was added. */
        public double median(String subject, String measure) {
            return figures.stream()
                    .filter(figure ->
                            figure.subject().equals(subject) && figure.measure().equals(measure))
                    .findFirst()
                    .orElseThrow()
                    .spread()
                    .median();
        }

        public Result measuredBy(String method) {
            return new Result(name, title, method, List.copyOf(figures), List.copyOf(claims));
        }
    }
}
