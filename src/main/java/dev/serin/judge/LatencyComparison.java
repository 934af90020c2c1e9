package dev.serin.judge;

import java.util.OptionalDouble;

/**
 * Whether more of canary's answers than of stable's are slow, beyond doubt. Slow is what is above stable's own
 * percentile, as it was in earlier blocks, or above the highest bound of a bucket: so that it needs no limit from a person, and follows stable where both become
 * slower. See {@link Comparison} for the test.
 */
final class LatencyComparison {
    /** Answers of stable before which its percentile is not known, for each one that is above it. */
    private static final double ABOVE = 10;

    /** Answers of stable that are remembered, at most. */
    private static final long MEMORY = 50_000;

    private final double percentile;
    private final Comparison comparison;
    private Histogram stableBefore;
    private Histogram stableNow = Histogram.NONE;
    private OptionalDouble slow;

    /** {@code percentile} in percent; {@code slow}: above how many milliseconds an answer is slow, if already known. */
    LatencyComparison(double percentile, Comparison comparison, OptionalDouble slow, Histogram stableBefore) {
        this.stableBefore = stableBefore;
        this.percentile = percentile;
        this.comparison = comparison;
        this.slow = slow;
    }

    void take(Histogram stable, Histogram canary) {
        if (slow.isEmpty()) {
            learn(stable);
            return;
        }
        stableNow = stableNow.plus(stable);
        if (comparison.take(stable.above(slow.getAsDouble()), canary.above(slow.getAsDouble()))) {
            learn(stableNow);
            stableNow = Histogram.NONE;
        }
    }

    private void learn(Histogram stable) {
        stableBefore = stableBefore.plus(stable);
        if (stableBefore.total() > MEMORY) {
            stableBefore = stableBefore.halved();
        }
        if (!stableBefore.bounds().isEmpty() && stableBefore.total() * (100 - percentile) / 100 >= ABOVE) {
            double highest = stableBefore.bounds().getLast();
            slow = OptionalDouble.of(
                    Math.min(highest, stableBefore.percentile(percentile).orElse(highest)));
        }
    }

    Comparison comparison() {
        return comparison;
    }

    Histogram learned() {
        return stableBefore;
    }

    OptionalDouble slow() {
        return slow;
    }
}
