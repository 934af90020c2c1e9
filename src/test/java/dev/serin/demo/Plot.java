package dev.serin.demo;

import java.util.List;
import java.util.Locale;

/**
 * Something over time, as SVG.
 *
 * @param title what it is, and its unit
 * @param top the value at the upper edge; the lower one is 0
 * @param lines what is compared
 */
record Plot(String title, int top, List<Line> lines) {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 180;
    private static final int LEFT = 30;
    private static final int RIGHT = 90;
    private static final int BELOW = 20;
    private static final int ABOVE = 10;

    /** At so many seconds from the act's first request. */
    record Point(double second, double value) {}

    /** Points in the order of time; the name is shown at its end. */
    record Line(String name, List<Point> points) {}

    String svg(List<ActReport.Change> changes) {
        double end = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::second)
                .max()
                .orElse(1);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            body.append(line(lines.get(i), i, end));
        }
        changes.forEach(change -> body.append(mark(change, end)));
        return """
                <p>%s, over %.1f seconds</p>
                <svg width="%d" height="%d"><text x="2" y="14">%d</text><text x="2" y="%d">0</text>%s</svg>
                """.formatted(Page.escape(title), end, WIDTH, HEIGHT, top, HEIGHT - BELOW - 2, body);
    }

    private String line(Line line, int number, double end) {
        StringBuilder points = new StringBuilder();
        line.points()
                .forEach(point -> points.append(
                        String.format(Locale.ROOT, "%.1f,%.1f ", x(point.second(), end), y(point.value()))));
        double last = line.points().isEmpty() ? 0 : line.points().getLast().value();
        return String.format(
                Locale.ROOT,
                "<polyline class=\"line l%d\" points=\"%s\"/><text x=%d y=%.1f>%s</text>",
                number,
                points,
                WIDTH - RIGHT + 4,
                y(last) - ABOVE * number,
                Page.escape(line.name()));
    }

    private static String mark(ActReport.Change change, double end) {
        double x = x(change.second(), end);
        return String.format(
                Locale.ROOT,
                "<line class=mark x1=%.1f x2=%.1f y1=%d y2=%d></line><text x=%.1f y=%d>%s</text>",
                x,
                x,
                ABOVE,
                HEIGHT - BELOW,
                x + 3,
                2 * ABOVE,
                Page.escape(change.what()));
    }

    private static double x(double second, double end) {
        return LEFT + second / end * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BELOW - Math.clamp(value / top, 0, 1) * (HEIGHT - BELOW - ABOVE);
    }
}
