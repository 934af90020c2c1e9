package dev.serin.bench.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that Serin promises of its judgement, and what was seen.
 *
 * @param what what is measured
 * @param atMost what it may be at most
 * @param seen what it was
 */
record Claim(String what, double atMost, double seen) {
    private static final double FALSE_ALARM_PERCENT = 1;
    private static final double TIMES_WALD = 1.5;

    /** With fewer runs chance alone may bring more of them. */
    private static final int ENOUGH = 1000;

    /** From here on half of what is to be known has to come from stable, which Wald's test is told. */
    private static final int MOST_WEIGHT = 10;

    boolean holds() {
        return seen <= atMost;
    }

    /** So many percent, and what chance may add to it in few runs: three standard deviations. */
    private static double falseAlarm(int runs) {
        double chance = runs >= ENOUGH ? 0 : 3 * Math.sqrt(FALSE_ALARM_PERCENT * (100 - FALSE_ALARM_PERCENT) / runs);
        return FALSE_ALARM_PERCENT + chance;
    }

    static List<Claim> of(List<Identical> identical, List<WholePower> power, List<EarlyEnds> early) {
        List<Claim> claims = new ArrayList<>();
        identical.forEach(each -> claims.add(new Claim(
                "identical versions sent back, " + each.what() + " (%)", falseAlarm(each.releases()), each.percent())));
        power.stream()
                .filter(each -> each.canaryPercent() <= MOST_WEIGHT && !each.defaults())
                .forEach(each -> claims.add(new Claim(
                        "requests to find 1 % → 3 % errors at weight " + each.canaryPercent() + " (× Wald's)",
                        TIMES_WALD,
                        each.factor())));
        early.forEach(each -> claims.add(new Claim(
                String.format(
                        Locale.ROOT,
                        "holds ended early though canary is worse by the margin of %s points at %s %% errors (%%)",
                        each.margin(),
                        each.errors()),
                falseAlarm(each.runs()),
                each.wrongPercent())));
        return claims;
    }

    /** As a table. */
    static String markdown(List<Claim> claims) {
        var text = new StringBuilder("| claim | at most | seen | |\n|---|---|---|---|\n");
        claims.forEach(claim -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %s |%n",
                claim.what(),
                claim.atMost(),
                claim.seen(),
                claim.holds() ? "holds" : "**fails**")));
        return text.toString();
    }
}
