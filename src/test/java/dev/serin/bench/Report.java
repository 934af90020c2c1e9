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
    private static final String PAGE = """
            # Benchmarks
            Serin's proxy and operator beside a raw Envoy with the same clusters and weights written by hand, in the same run and
            turn by turn: `mvn -B -q test-compile exec:exec@bench`, which writes this page anew (`-Dbench.quick` for a part of it,
            into `target/bench` only). Each section ends with what had to hold and whether it did.

            """;

    /** As JSON, as Markdown, and one picture per question. */
    static void write(Path folder, Report report) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("report.json").toFile(), report);
        Files.writeString(folder.resolve("report.md"), Markdown.of(report, ""));
        pictures(folder, report);
    }

    /** As a page of the documentation, with its pictures in a folder beside it. */
    static void publish(Path docs, Report report) throws IOException {
        Files.writeString(docs.resolve("benchmarks.md"), PAGE + Markdown.of(report, "benchmarks/"));
        pictures(Files.createDirectories(docs.resolve("benchmarks")), report);
    }

    private static void pictures(Path folder, Report report) throws IOException {
        for (Result result : report.results()) {
            Files.writeString(folder.resolve(result.name() + ".svg"), BarChart.of(result));
        }
    }
}
