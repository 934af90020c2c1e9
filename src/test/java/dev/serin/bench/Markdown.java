package dev.serin.bench;

import dev.serin.bench.Result.Figure;
import dev.serin.bench.measure.Numbers;
import java.util.List;
import java.util.stream.Collectors;

/** The report as text: one table per question, with a row for each subject. */
final class Markdown {
    private Markdown() {}

    /** {@code pictures}: where they are, from where the text is. */
    static String of(Report report, String pictures) {
        return """
                %s A %s run of %.0f s.
                Figures are the median over the rounds, with the least and the greatest in brackets.

                %s
                """.formatted(
                        machine(report.machine()),
                        report.quick() ? "quick" : "full",
                        report.seconds(),
                        report.results().stream()
                                .map(result -> section(result, pictures))
                                .collect(Collectors.joining("\n")));
    }

    /** On what it was measured. */
    static String machine(Machine machine) {
        return "Measured on %s, %d cores, %d MiB, %s, %s; load before: %.2f."
                .formatted(
                        machine.cpu(),
                        machine.cores(),
                        machine.memoryMib(),
                        machine.kernel(),
                        machine.java(),
                        machine.loadBefore());
    }

    static String section(Result result, String pictures) {
        List<String> measures =
                result.figures().stream().map(Markdown::head).distinct().toList();
        String rows = result.figures().stream()
                .map(Figure::subject)
                .distinct()
                .map(subject -> row(subject, measures, result.figures()))
                .collect(Collectors.joining("\n"));
        String claims = result.claims().stream()
                .map(claim -> "- %s %s\n".formatted(claim.held() ? "✓" : "✗", claim.text()))
                .collect(Collectors.joining());
        return "## %s\n%s\n\n| |%s|\n|---|%s|\n%s\n\n%s\n![%s](%s%s.svg)\n"
                .formatted(
                        result.title(),
                        result.method(),
                        String.join("|", measures),
                        measures.stream().map(measure -> "---").collect(Collectors.joining("|")),
                        rows,
                        claims,
                        result.title(),
                        pictures,
                        result.name());
    }

    private static String head(Figure figure) {
        return figure.unit().isEmpty() ? figure.measure() : figure.measure() + ", " + figure.unit();
    }

    private static String row(String subject, List<String> measures, List<Figure> figures) {
        return "|%s|%s|"
                .formatted(
                        subject,
                        measures.stream()
                                .map(measure -> figures.stream()
                                        .filter(figure -> figure.subject().equals(subject)
                                                && head(figure).equals(measure))
                                        .findFirst()
                                        .map(figure -> Numbers.text(figure.spread()))
                                        .orElse(""))
                                .collect(Collectors.joining("|")));
    }
}
