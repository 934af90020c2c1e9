package dev.serin.bench.judge;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.Analysis.CompareToStable;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.judge.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Whole releases of identical versions, looked at every second: of any length up to an hour, with one to five steps, and
 * some that are cold at first.
 *
 * @param what which of them
 * @param rolledBack how many were sent back
 * @param completed how many went through all their steps
 * @param looks at all of them together
 */
@JsonPropertyOrder({"what"})
record Identical(String what, int releases, int rolledBack, int completed, long looks) {
    private static final double LEAST = 60;
    private static final int[] WEIGHTS = {1, 2, 5, 10, 20, 30, 50};

    /** Confirmations take a second each, and a look that an operator misses is a second in which no hold ends. */
    private static final double LATE = 1.2;

    private static final int LATE_SECONDS = 120;

    /** One release: what its traffic was like, how it ended, and how long it took. */
    private record Run(Release release, boolean back, boolean completed, long looks) {}

    /** All of them, then those under each drift, then those that are cold at first. */
    static List<Identical> of(int releases, int longestSeconds) {
        List<Run> runs = IntStream.range(0, releases)
                .parallel()
                .mapToObj(seed -> run(seed, longestSeconds))
                .toList();
        List<Identical> all = new ArrayList<>();
        all.add(summary("all", runs, run -> true));
        for (Release.Drift drift : Release.Drift.values()) {
            all.add(summary("drift " + drift, runs, run -> run.release().drift() == drift));
        }
        all.add(summary("cold at first", runs, run -> run.release().canary() == Release.Kind.COLD));
        return all;
    }

    private static Identical summary(String what, List<Run> all, Predicate<Run> which) {
        List<Run> runs = all.stream().filter(which).toList();
        return new Identical(
                what,
                runs.size(),
                (int) runs.stream().filter(Run::back).count(),
                (int) runs.stream().filter(Run::completed).count(),
                runs.stream().mapToLong(Run::looks).sum());
    }

    private static Run run(int seed, int longest) {
        var draw = new Draw(31L * seed + 1);
        double seconds = LEAST * Math.pow(longest / LEAST, draw.share());
        Release release = Release.of(seed, false);
        var traffic = new Traffic(release);
        var whole = new WholeRelease(strategy(seconds, draw), analysis(), seed);
        long looks = 0;
        while (looks < seconds * LATE + LATE_SECONDS && !whole.isBack() && !whole.isDone()) {
            Traffic.Second now = traffic.next(whole.share());
            whole.look(now.stable(), now.canary());
            looks++;
        }
        return new Run(release, whole.isBack(), whole.isDone(), looks);
    }

    /** As long as it is told in all. */
    private static Strategy strategy(double seconds, Draw draw) {
        var weights = new TreeSet<Integer>();
        int steps = 1 + draw.below(5);
        for (int i = 0; i < steps; i++) {
            weights.add(WEIGHTS[draw.below(WEIGHTS.length)]);
        }
        String hold = Math.max(1, Math.round(seconds / weights.size())) + "s";
        return Strategy.steps(
                weights.stream().map(weight -> new Step(weight, hold)).toArray(Step[]::new));
    }

    /** The sharpest that there is: any difference matters, and what is little traffic ends no release. */
    private static Analysis analysis() {
        return new Analysis(
                "1s",
                null,
                null,
                new CompareToStable(null, 0.0, null, null, null),
                null,
                null,
                Analysis.Insufficient.Pass,
                null,
                null);
    }

    double percent() {
        return 100.0 * rolledBack / releases;
    }
}
