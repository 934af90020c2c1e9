package dev.serin.bench.judge;

import java.util.List;
import java.util.Locale;

/** False rollbacks and missed bad versions of each contestant, as bars. */
final class Chart {
    private static final int ROW = 64;
    private static final int LEFT = 150;
    private static final int WIDTH = 460;

    private Chart() {}

    static String svg(List<Score> scores) {
        double most = scores.stream()
                .mapToDouble(score -> Math.max(score.falseRollbackPercent(), score.missedPercent()))
                .max()
                .orElse(1);
        var svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
                        + "<text x=\"10\" y=\"22\"><tspan fill=\"#c2410c\">■ good versions sent back</tspan>"
                        + " <tspan fill=\"#1d4ed8\">■ bad versions promoted</tspan>, in percent</text>%n",
                LEFT + WIDTH + 80,
                40 + ROW * scores.size()));
        for (int i = 0; i < scores.size(); i++) {
            Score score = scores.get(i);
            int top = 40 + ROW * i;
            svg.append(String.format(Locale.ROOT, "<text x=\"10\" y=\"%d\">%s</text>%n", top + 28, score.name()));
            bar(svg, top + 4, score.falseRollbackPercent(), most, "#c2410c");
            bar(svg, top + 28, score.missedPercent(), most, "#1d4ed8");
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, int top, double percent, double most, String color) {
        double width = WIDTH * percent / Math.max(most, 1e-9);
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"20\" fill=\"%s\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%.2f</text>%n",
                LEFT,
                top,
                width,
                color,
                LEFT + width + 6,
                top + 15,
                percent));
    }
}
