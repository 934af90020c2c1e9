package dev.serin.demo;

import java.util.List;
import java.util.stream.Collectors;

/** The report as one page that needs nothing else: figures, and what changed over time. */
final class Page {
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
                .line{fill:none;stroke-width:2} .l0{stroke:#1769aa} .l1{stroke:#e08a00} .mark{stroke:#c0392b;stroke-dasharray:4 3}
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
        return "<h2>%s</h2><table>%s</table>%s"
                .formatted(
                        escape(act.name()),
                        rows,
                        act.plots().stream()
                                .map(plot -> plot.svg(act.changes()))
                                .collect(Collectors.joining()));
    }

    private static void row(StringBuilder rows, String name, Object value) {
        rows.append("<tr><td>%s</td><td>%s</td></tr>".formatted(escape(name), escape(String.valueOf(value))));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
