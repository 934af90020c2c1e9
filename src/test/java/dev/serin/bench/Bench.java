package dev.serin.bench;

import dev.serin.bench.question.OperatorAtScale;
import dev.serin.bench.question.Precision;
import dev.serin.bench.question.Redial;
import dev.serin.bench.question.ShieldAndMirror;
import dev.serin.bench.question.Throughput;
import dev.serin.bench.question.WeightChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Asks all questions and writes the report. {@code -Dbench.quick}: in under five minutes; {@code -Dbench.only}: some
 * questions by their names, with commas. A claim that does not hold is in the report and does not fail the run; what
 * cannot be measured does. A run that is not quick also writes the sections of its questions in {@code docs/benchmarks.md}.
 */
public final class Bench {
    private static final Path FOLDER = Path.of("target", "bench");

    private Bench() {}

    public static void main(String[] args) throws Exception {
        boolean quick = System.getProperty("bench.quick") != null;
        Files.createDirectories(FOLDER);
        Machine machine = Machine.read();
        long start = System.nanoTime();
        List<Result> results = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        var setting = new Setting(FOLDER.toAbsolutePath(), quick, line -> say(start, line));
        for (Question question : chosen()) {
            setting.say("== %s", question.name());
            try {
                Result result = question.answer(setting);
                results.add(result);
                result.claims().forEach(claim -> setting.say("%s %s", claim.held() ? "✓" : "✗", claim.text()));
            } catch (Exception | AssertionError e) {
                broken.add(question.name());
                setting.say("✗ %s could not be measured: %s", question.name(), e);
                e.printStackTrace();
            }
            // After each, so that what is measured is kept whatever comes.
            Report.write(FOLDER, new Report(machine, quick, seconds(start), results));
        }
        setting.say("report: %s", FOLDER.resolve("report.md"));
        if (!quick) {
            Page.publish(
                    Path.of("docs"),
                    new Report(machine, false, seconds(start), results),
                    all().stream().map(Question::name).toList());
            setting.say("docs/benchmarks.md has the new sections");
        }
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    private static List<Question> all() {
        return List.of(
                new Precision(),
                new WeightChange(),
                new Redial(),
                new Throughput(),
                new OperatorAtScale(),
                new ShieldAndMirror());
    }

    private static List<Question> chosen() {
        String only = System.getProperty("bench.only", "");
        Predicate<Question> wanted =
                question -> only.isBlank() || Arrays.asList(only.split(",", -1)).contains(question.name());
        return all().stream().filter(wanted).toList();
    }

    private static double seconds(long start) {
        return Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    }

    private static void say(long start, String line) {
        System.out.printf(Locale.ROOT, "%6.1fs  %s%n", seconds(start), line);
    }
}
