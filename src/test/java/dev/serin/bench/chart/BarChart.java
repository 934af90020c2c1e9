package dev.serin.bench.chart;

import dev.serin.bench.Result;
import dev.serin.bench.Result.Figure;
import dev.serin.bench.measure.Numbers;
import java.util.List;
import java.util.Locale;

/** One picture: for each measure a block of bars, one for each subject, with whiskers from least to greatest. */
public final class BarChart {
    private static final int WIDTH = 860;
    private static final int LABELS = 300;
    private static final int VALUES = 170;
    private static final int LINE = 22;
    private static final List<String> COLOURS = List.of("#1769aa", "#2e8b57", "#c77700", "#8e44ad", "#555555");

    private BarChart() {}

    public static String of(Result result) {
        StringBuilder body = new StringBuilder();
        int y = text(body, 10, 24, "title", result.title()) + 12;
        List<String> measures =
                result.figures().stream().map(Figure::measure).distinct().toList();
        for (int i = 0; i < measures.size(); i++) {
            String measure = measures.get(i);
            List<Figure> figures = result.figures().stream()
                    .filter(figure -> figure.measure().equals(measure))
                    .toList();
            y = block(body, y, figures, COLOURS.get(i % COLOURS.size()));
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">
                <style>text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:15px;font-weight:600}.head{font-weight:600}</style>
                <rect width="100%%" height="100%%" fill="#fff"/>
                %s</svg>
                """.formatted(WIDTH, y + 10, WIDTH, y + 10, body);
    }

    private static int block(StringBuilder body, int top, List<Figure> figures, String colour) {
        Figure first = figures.getFirst();
        String unit = first.unit().isEmpty() ? "" : ", " + first.unit();
        int y = text(body, 10, top + 18, "head", first.measure() + unit);
        double most = figures.stream()
                .mapToDouble(figure -> figure.spread().max())
                .max()
                .orElse(1);
        double scale = most > 0 ? (WIDTH - LABELS - VALUES) / most : 0;
        for (Figure figure : figures) {
            y += LINE;
            text(body, 20, y, "", figure.subject());
            double end = LABELS + figure.spread().median() * scale;
            double least = LABELS + figure.spread().min() * scale;
            double greatest = LABELS + figure.spread().max() * scale;
            body.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\" fill-opacity=\"0.75\"/>"
                            + "<path d=\"M%.1f %d H%.1f M%.1f %d v8 M%.1f %d v8\" stroke=\"#222\"/>%n",
                    LABELS,
                    y - 10,
                    Math.max(1, end - LABELS),
                    colour,
                    least,
                    y - 4,
                    greatest,
                    least,
                    y - 8,
                    greatest,
                    y - 8));
            text(body, Math.max(end, greatest) + 6, y, "", Numbers.text(figure.spread()));
        }
        return y + 10;
    }

    private static int text(StringBuilder body, double x, int y, String kind, String words) {
        body.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" class=\"%s\">%s</text>%n", x, y, kind, escape(words)));
        return y;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
