package dev.serin.bench.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the benchmark found.
 *
 * @param byKind each contestant's score for each kind of canary
 */
record Report(
        int releases, List<Score> scores, Map<String, List<Score>> byKind, List<Power> power, FalseAlarms falseAlarms) {

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("report.json").toFile(), this);
        Files.writeString(folder.resolve("report.md"), markdown());
        Files.writeString(folder.resolve("report.svg"), Chart.svg(scores));
    }

    private String markdown() {
        var text = new StringBuilder("# Judgement of " + releases + " simulated releases\n\n");
        text.append("Fitted: a person has set the threshold a percentage point below stable's success rate in quiet"
                + " times; otherwise it is 99 %. All walk from 5 to 50 % by 5, a minute at least each.\n\n");
        table(text, scores);
        byKind.forEach((kind, rows) -> {
            text.append("\n## ")
                    .append(kind.toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append("\n\n");
            table(text, rows);
        });
        text.append("\n## 1 % errors against 3 %: canary's requests until it is found\n\n")
                .append("| canary's share | Serin | Wald's test, told both | factor |\n|---|---|---|---|\n");
        power.forEach(each -> text.append(String.format(
                Locale.ROOT,
                "| %.0f %% | %.0f | %.0f | %.2f |%n",
                each.canaryPercent(),
                each.requests(),
                each.wald(),
                each.factor())));
        return text.append(String.format(
                        Locale.ROOT,
                        "%n## Identical versions for a minute to an hour, looked at every second%n%n%d of %d found failing"
                                + " (%.2f %%).%n",
                        falseAlarms.alarms(),
                        falseAlarms.releases(),
                        falseAlarms.percent()))
                .toString();
    }

    private static void table(StringBuilder text, List<Score> rows) {
        text.append(
                "| | good sent back | bad promoted | undecided after 4 h | canary's requests until a bad one is gone"
                        + " | minutes | requests a bad one failed | minutes to promote |\n|---|---|---|---|---|---|---|---|\n");
        rows.forEach(score -> text.append(String.format(
                Locale.ROOT,
                "| %s | %d of %d (%.2f %%) | %d of %d (%.2f %%) | %d | %.0f | %.2f | %.0f | %.1f |%n",
                score.name(),
                score.falseRollbacks(),
                score.good(),
                score.falseRollbackPercent(),
                score.missed(),
                score.bad(),
                score.missedPercent(),
                score.undecided(),
                score.requestsUntilGone(),
                score.minutesUntilGone(),
                score.failuresUntilGone(),
                score.minutesToPromote())));
    }

    /** In a line. */
    String summary() {
        var text = new StringBuilder("judge-bench, " + releases + " releases: ");
        scores.forEach(score -> text.append(String.format(
                Locale.ROOT,
                "%s sent %.2f %% of good ones back, promoted %.2f %% of bad ones, bad ones gone after %.0f requests"
                        + " and %.1f min, good ones promoted in %.0f min; ",
                score.name(),
                score.falseRollbackPercent(),
                score.missedPercent(),
                score.requestsUntilGone(),
                score.minutesUntilGone(),
                score.minutesToPromote())));
        Power ten = power.stream()
                .filter(each -> each.canaryPercent() == 10)
                .findFirst()
                .orElseThrow();
        return text.append(String.format(
                        Locale.ROOT,
                        "%.2f %% of %d identical versions found failing; 1 %% → 3 %% errors at weight 10 found in %.2f x"
                                + " Wald's requests",
                        falseAlarms.percent(),
                        falseAlarms.releases(),
                        ten.factor()))
                .toString();
    }
}
