package dev.serin.bench.judge;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How a contestant did.
 *
 * @param good how many releases had a good canary, and how many of them went back
 * @param bad how many had a bad one, and how many of them were promoted
 * @param undecided how many were neither after four hours
 * @param requestsUntilGone canary's requests until a bad one went back: median
 * @param minutesUntilGone the same in minutes: median
 * @param failuresUntilGone requests that bad ones failed, on average, found or not
 * @param minutesToPromote of a good one: median
 */
@JsonPropertyOrder({"name"})
record Score(
        String name,
        int good,
        int falseRollbacks,
        int bad,
        int missed,
        int undecided,
        double requestsUntilGone,
        double minutesUntilGone,
        double failuresUntilGone,
        double minutesToPromote) {

    static Score of(String name, List<Play> plays) {
        Predicate<Play> bad = play -> play.release().canary().bad;
        List<Play> gone = plays.stream().filter(bad.and(is(Play.Outcome.BACK))).toList();
        List<Play> promoted = plays.stream()
                .filter(bad.negate().and(is(Play.Outcome.PROMOTED)))
                .toList();
        return new Score(
                name,
                count(plays, bad.negate()),
                count(plays, bad.negate().and(is(Play.Outcome.BACK))),
                count(plays, bad),
                count(plays, bad.and(is(Play.Outcome.PROMOTED))),
                count(plays, is(Play.Outcome.UNDECIDED)),
                median(gone, Play::requests),
                median(gone, play -> play.seconds() / 60.0),
                plays.stream().filter(bad).mapToLong(Play::failures).average().orElse(Double.NaN),
                median(promoted, play -> play.seconds() / 60.0));
    }

    private static Predicate<Play> is(Play.Outcome outcome) {
        return play -> play.outcome() == outcome;
    }

    private static int count(List<Play> plays, Predicate<Play> which) {
        return (int) plays.stream().filter(which).count();
    }

    private static double median(List<Play> plays, ToDoubleFunction<Play> what) {
        double[] sorted = plays.stream().mapToDouble(what).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    double falseRollbackPercent() {
        return 100.0 * falseRollbacks / good;
    }

    double missedPercent() {
        return 100.0 * missed / bad;
    }
}
