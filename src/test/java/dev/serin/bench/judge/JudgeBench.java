package dev.serin.bench.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The benchmark of judgement; {@code -Djudge.releases=N} sets how many good and how many bad versions are released, and
 * four times as many identical ones in whole releases. Ends with exit code 1 when a claim does not hold.
 */
public final class JudgeBench {
    private JudgeBench() {}

    public static void main(String[] args) throws IOException {
        int releases = Integer.getInteger("judge.releases", 2500);
        Path folder = Path.of(System.getProperty("judge.report", "target/judge"));
        Report report = run(releases, releases, 4 * releases, 4000);
        report.write(folder);
        WholeReport whole = WholeReport.run(4 * releases);
        whole.write(folder);
        System.out.println(Claim.markdown(whole.claims()));
        System.out.println("See " + folder.resolve("report.md") + " and " + folder.resolve("whole.md"));
        System.out.println(whole.summary());
        System.out.println(report.summary());
        if (!whole.holds()) {
            System.exit(1);
        }
    }

    static Report run(int good, int bad, int identical, int powerRuns) {
        Map<Contestant, List<Play>> plays = new LinkedHashMap<>();
        for (Contestant contestant : Contestant.ALL) {
            plays.put(
                    contestant,
                    IntStream.range(0, good + bad)
                            .parallel()
                            .mapToObj(i -> Play.of(Release.of(i, i >= good), contestant))
                            .toList());
        }
        Map<String, List<Score>> byKind = new LinkedHashMap<>();
        for (Release.Kind kind : Release.Kind.values()) {
            byKind.put(kind.name(), scores(plays, play -> play.release().canary() == kind));
        }
        for (Release.Drift drift : Release.Drift.values()) {
            byKind.put(
                    "DRIFT_" + drift.name(),
                    scores(plays, play -> play.release().drift() == drift));
        }
        for (double errors : Release.ERRORS) {
            byKind.put(
                    "STABLE_ERRORS_" + 100 * errors + "_PERCENT",
                    scores(plays, play -> play.release().errors() == errors));
        }
        for (long rate : new long[] {1, 10, 100, 1000, 10_000}) {
            byKind.put(
                    "REQUESTS_A_SECOND_" + rate,
                    scores(plays, play -> play.release().rate() == rate));
        }
        List<Power> power = Stream.of(1.0, 5.0, 10.0, 20.0, 50.0)
                .map(share -> Power.at(share, powerRuns))
                .toList();
        return new Report(good + bad, scores(plays, play -> true), byKind, power, FalseAlarms.of(identical));
    }

    private static List<Score> scores(Map<Contestant, List<Play>> plays, Predicate<Play> which) {
        return plays.entrySet().stream()
                .map(each -> Score.of(
                        each.getKey().name(),
                        each.getValue().stream().filter(which).toList()))
                .toList();
    }
}
