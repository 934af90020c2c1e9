package dev.serin.demo;

import java.util.List;
import java.util.Locale;

/** The report as one page that needs nothing else: figures, and canary's share over time. */
final class Page {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 180;

    private Page() {}

    static String html(List<ActReport> acts, List<String> broken) {
        StringBuilder body = new StringBuilder();
        acts.forEach(act -> body.append(act(act)));
        String verdict = broken.isEmpty() ? "Everything that is claimed held." : "Did not hold: " + broken;
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Serin: the demo's report</title>
                <style>
                body{font:15px/1.5 system-ui,sans-serif;max-width:900px;margin:2em auto;padding:0 1em;color:#222}
                svg{background:#fafafa;border:1px solid #ddd} table{border-collapse:collapse} td{padding:.1em 1em .1em 0}
                .line{fill:none;stroke:#1769aa;stroke-width:2} .mark{stroke:#c0392b;stroke-dasharray:4 3}
                text{font:11px system-ui;fill:#555}
                </style><h1>Serin: the demo's report</h1><p>%s</p>%s</html>
                """.formatted(escape(verdict), body);
    }

    private static String act(ActReport act) {
        StringBuilder rows = new StringBuilder();
        row(rows, "requests", act.requests());
        row(rows, "failed", act.failed());
        row(rows, "shares, %", act.shares());
        row(rows, "latency, ms", act.latencyMillis());
        act.facts().forEach((name, value) -> row(rows, name, value));
        return "<h2>%s</h2><table>%s</table>%s".formatted(escape(act.name()), rows, plot(act));
    }

    private static void row(StringBuilder rows, String name, Object value) {
        rows.append("<tr><td>%s</td><td>%s</td></tr>".formatted(escape(name), escape(String.valueOf(value))));
    }

    private static String plot(ActReport act) {
        double end = act.line().isEmpty() ? 1 : act.line().getLast().second();
        StringBuilder points = new StringBuilder();
        act.line()
                .forEach(point -> points.append(
                        String.format(Locale.ROOT, "%.1f,%.1f ", x(point.second(), end), y(point.share()))));
        StringBuilder marks = new StringBuilder();
        for (ActReport.Change change : act.changes()) {
            double x = x(change.second(), end);
            marks.append(String.format(
                    Locale.ROOT,
                    "<line class=mark x1=%.1f x2=%.1f y1=10 y2=%d></line><text x=%.1f y=%d>%s</text>",
                    x,
                    x,
                    HEIGHT - 20,
                    x + 3,
                    20,
                    escape(change.what())));
        }
        return """
                <p>canary's share of the answers, in percent, over %.1f seconds</p>
                <svg width="%d" height="%d"><text x="2" y="14">100</text><text x="2" y="%d">0</text>
                <polyline class="line" points="%s"/>%s</svg>
                """.formatted(end, WIDTH, HEIGHT, HEIGHT - 22, points, marks);
    }

    private static double x(double second, double end) {
        return 30 + second / end * (WIDTH - 120);
    }

    private static double y(double share) {
        return HEIGHT - 20 - share / 100 * (HEIGHT - 30);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
