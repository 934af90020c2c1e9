package dev.serin.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/** What several rounds gave: the least, the middle and the greatest value. */
public record Spread(double min, double median, double max) {
    /**
     * Of any number of values but none; of an even number the median is the mean of the middle two.
     *
     * @throws IllegalArgumentException when there is no value, since none is no measurement
     */
    public static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    public static Spread of(double... values) {
        return of(Arrays.stream(values).boxed().toList());
    }

    /** The value below or at which a part of the values lies, by the nearest rank; {@code part} is above 0, at most 1. */
    public static double percentile(Collection<Double> values, double part) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }
}
