package dev.serin.bench.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What whole releases showed, and whether the claims hold. */
record WholeReport(List<Claim> claims, List<Identical> identical, List<WholePower> power, List<EarlyEnds> early) {
    private static final int HOUR = 3600;

    /** {@code releases} of identical versions, each up to so many seconds long; {@code runs} for each figure of power. */
    static WholeReport run(int releases, int longestSeconds, int runs) {
        List<Identical> identical = Identical.of(releases, longestSeconds);
        List<WholePower> power = Stream.of(false, true)
                .flatMap(defaults -> Stream.of(1, 5, 10, 20, 50).map(weight -> WholePower.at(weight, defaults, runs)))
                .toList();
        List<EarlyEnds> early = Stream.of(0.0, 0.1, 1.0, 5.0)
                .flatMap(errors -> Stream.of(0.1, 0.5, 1.0, 2.0)
                        .map(margin -> EarlyEnds.of(margin, errors, 10, Math.max(20, runs / 2))))
                .toList();
        return new WholeReport(Claim.of(identical, power, early), identical, power, early);
    }

    static WholeReport run(int releases) {
        return run(releases, HOUR, Math.max(20, releases * 2 / 5));
    }

    boolean holds() {
        return claims.stream().allMatch(Claim::holds);
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("whole.json").toFile(), this);
        Files.writeString(folder.resolve("whole.md"), markdown());
    }

    String markdown() {
        var text = new StringBuilder("# Whole releases through the planner\n\n" + Claim.markdown(claims));
        text.append("\n## Identical versions, looked at every second\n\n")
                .append("| | releases | sent back | through all steps | looks |\n|---|---|---|---|---|\n");
        identical.forEach(each -> text.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d (%.2f %%) | %d | %d |%n",
                each.what(),
                each.releases(),
                each.rolledBack(),
                each.percent(),
                each.completed(),
                each.looks())));
        text.append("\n## 1 % errors against 3 %: canary's requests until it is sent back\n\n")
                .append("| weight | rules | Serin | Wald's test, told both | factor |\n|---|---|---|---|---|\n");
        power.forEach(each -> text.append(String.format(
                Locale.ROOT,
                "| %d | %s | %.0f | %.0f | %.2f |%n",
                each.canaryPercent(),
                each.defaults() ? "defaults" : "margin 0, SuccessRate",
                each.requests(),
                each.wald(),
                each.factor())));
        text.append("\n## earlyPromotion: requests of a canary like stable until its hold may end\n\n")
                .append(
                        "| errors of both | margin | at weight | median | nine in ten | worse by the margin, ended early |\n")
                .append("|---|---|---|---|---|---|\n");
        early.forEach(each -> text.append(String.format(
                Locale.ROOT,
                "| %s %% | %s | %d | %d | %d | %.2f %% |%n",
                each.errors(),
                each.margin(),
                each.canaryPercent(),
                each.median(),
                each.ninetieth(),
                each.wrongPercent())));
        return text.toString();
    }

    /** In a line. */
    String summary() {
        long failing = claims.stream().filter(claim -> !claim.holds()).count();
        Identical all = identical.getFirst();
        return String.format(
                Locale.ROOT,
                "whole releases: %.2f %% of %d identical versions sent back in %d looks; %d of %d claims hold",
                all.percent(),
                all.releases(),
                all.looks(),
                claims.size() - failing,
                claims.size());
    }
}
