package dev.serin.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.serin.bench.chart.BarChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All of a run. */
record Report(Machine machine, boolean quick, double seconds, List<Result> results) {
    /** As JSON, as Markdown, and one picture per question. */
    static void write(Path folder, Report report) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("report.json").toFile(), report);
        Files.writeString(folder.resolve("report.md"), Markdown.of(report, ""));
        pictures(folder, report);
    }

    static void pictures(Path folder, Report report) throws IOException {
        for (Result result : report.results()) {
            Files.writeString(folder.resolve(result.name() + ".svg"), BarChart.of(result));
        }
    }
}
