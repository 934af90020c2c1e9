package dev.serin.demo;

import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What a release's status showed, look by look: the page's curves. */
final class Looks {
    private record Look(long nanos, int weight, double canaryErrors, double stableErrors, double evidence) {}

    private final List<Look> looks = new ArrayList<>();

    /** Keeps what it shows now, and gives it on. */
    CanaryReleaseStatus note(CanaryReleaseStatus status) {
        Optional<AnalysisStatus> analysis = Optional.ofNullable(status.analysis());
        looks.add(new Look(
                System.nanoTime(),
                Optional.ofNullable(status.weights()).map(Weights::canary).orElse(0),
                analysis.map(seen -> percent(seen.failed(), seen.requests())).orElse(0.0),
                analysis.map(seen -> percent(seen.stableFailed(), seen.stableRequests()))
                        .orElse(0.0),
                analysis.map(seen -> Double.parseDouble(seen.evidence())).orElse(0.0)));
        return status;
    }

    private static double percent(long part, long all) {
        return all == 0 ? 0 : 100.0 * part / all;
    }

    /** {@code begun} is where time counts from. */
    List<Plot> plots(long begun) {
        return List.of(
                new Plot("canary's weight, in percent", 100, List.of(line("canary", begun, Look::weight))),
                new Plot(
                        "requests that failed, in percent of those that were judged",
                        40,
                        List.of(line("canary", begun, Look::canaryErrors), line("stable", begun, Look::stableErrors))),
                new Plot(
                        "evidence of the test that canary is worse; at 1 it goes back",
                        1,
                        List.of(line("evidence", begun, Look::evidence))));
    }

    private Plot.Line line(String name, long begun, ToDoubleFunction<Look> value) {
        return new Plot.Line(
                name,
                looks.stream()
                        .filter(look -> look.nanos() >= begun)
                        .map(look -> new Plot.Point((look.nanos() - begun) / 1e9, value.applyAsDouble(look)))
                        .toList());
    }
}
