package dev.serin.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How long answers took, counted by buckets.
 *
 * @param bounds the buckets' upper bounds in milliseconds, rising
 * @param counts how many answers each bucket has, and last those above all bounds; one more than there are bounds
 */
public record Histogram(List<Double> bounds, List<Long> counts) {
    public static final Histogram NONE = new Histogram(List.of(), List.of(0L));

    public Histogram {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
        if (counts.size() != bounds.size() + 1) {
            throw new IllegalArgumentException(
                    bounds.size() + " bounds make " + (bounds.size() + 1) + " buckets, not " + counts.size());
        }
        for (int i = 1; i < bounds.size(); i++) {
            if (!(bounds.get(i - 1) < bounds.get(i))) {
                throw new IllegalArgumentException("The buckets' bounds must rise: " + bounds);
            }
        }
        if (counts.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("A bucket cannot have fewer than no answers: " + counts);
        }
    }

    /** How many answers there are in all. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Both together. Where the bounds differ it begins anew with the other one. */
    Histogram plus(Histogram other) {
        if (total() == 0 || !bounds.equals(other.bounds)) {
            return other.total() == 0 ? this : other;
        }
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            sums.add(counts.get(i) + other.counts.get(i));
        }
        return new Histogram(bounds, sums);
    }

    /** How many answers surely took longer than a limit in milliseconds: those in buckets that begin at it or above. */
    Sample above(double limit) {
        long slow = 0;
        for (int i = 0; i < bounds.size(); i++) {
            if (bounds.get(i) >= limit) {
                slow += counts.get(i + 1);
            }
        }
        return new Sample(total(), slow);
    }

    /**
     * The bound in milliseconds that a share of the answers, in percent, did not exceed: infinite when that is above all
     * bounds, empty when there are no answers.
     */
    OptionalDouble percentile(double percent) {
        long total = total();
        if (total == 0) {
            return OptionalDouble.empty();
        }
        double due = total * percent / 100;
        long sum = 0;
        for (int i = 0; i < bounds.size(); i++) {
            sum += counts.get(i);
            if (sum >= due) {
                return OptionalDouble.of(bounds.get(i));
            }
        }
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }

    /** Half of it, so that what is old counts less. */
    Histogram halved() {
        return new Histogram(bounds, counts.stream().map(count -> count / 2).toList());
    }
}
