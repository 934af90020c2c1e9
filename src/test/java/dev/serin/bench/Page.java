package dev.serin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The page of the documentation: of each question what was measured last in a run that was not quick. */
final class Page {
    private static final String HEAD = """
            # Benchmarks
            Serin's proxy and operator beside a raw Envoy with the same clusters and weights written by hand, in the same run and
            turn by turn: `mvn -B -q test-compile exec:exec@bench`, which writes this page anew (`-Dbench.only=NAME,…` some of its
            sections; `-Dbench.quick` for a part of it, into `target/bench` only). Each section ends with what had to hold and
            whether it did. Figures are the median over the rounds, with the least and the greatest in brackets.
            """;

    private static final String MARK = "<!-- %s -->\n";

    private Page() {}

    /** Writes the sections of the report's questions, and leaves the others; {@code order}: all questions' names. */
    static void publish(Path docs, Report report, List<String> order) throws IOException {
        Path file = docs.resolve("benchmarks.md");
        Map<String, String> sections = Files.exists(file) ? read(Files.readString(file), order) : new LinkedHashMap<>();
        for (Result result : report.results()) {
            sections.put(
                    result.name(),
                    Markdown.section(result, "benchmarks/") + "\n" + Markdown.machine(report.machine()) + "\n");
        }
        Files.writeString(
                file,
                HEAD
                        + order.stream()
                                .filter(sections::containsKey)
                                .map(name -> "\n" + MARK.formatted(name)
                                        + Objects.requireNonNull(sections.get(name))
                                                .strip() + "\n")
                                .collect(Collectors.joining()));
        Report.pictures(Files.createDirectories(docs.resolve("benchmarks")), report);
    }

    private static Map<String, String> read(String page, List<String> order) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String name : order) {
            int start = page.indexOf(MARK.formatted(name));
            if (start >= 0) {
                int from = start + MARK.formatted(name).length();
                int end = page.indexOf("\n<!-- ", from);
                sections.put(name, page.substring(from, end < 0 ? page.length() : end));
            }
        }
        return sections;
    }
}
