package dev.serin.bench.measure;

import java.util.BitSet;

/** A sequence of requests in the order in which they were decided, and which of them canary got. */
public final class Draws {
    private final BitSet canary = new BitSet();
    private int size;

    /** Adds the next one. */
    public void add(boolean toCanary) {
        canary.set(size++, toCanary);
    }

    public int size() {
        return size;
    }

    /** How many canary got. */
    public int hits() {
        return canary.cardinality();
    }

    /**
     * The least and the greatest count in any window of so many requests in a row, wherever it begins.
     *
     * @throws IllegalArgumentException when the sequence is shorter than a window
     */
    public Range windows(int length) {
        if (length < 1 || length > size) {
            throw new IllegalArgumentException("no window of " + length + " in " + size + " requests");
        }
        int count = canary.get(0, length).cardinality();
        int least = count;
        int most = count;
        for (int end = length; end < size; end++) {
            count += (canary.get(end) ? 1 : 0) - (canary.get(end - length) ? 1 : 0);
            least = Math.min(least, count);
            most = Math.max(most, count);
        }
        return new Range(least, most);
    }

    /** How far canary's count is from its due, in requests, after the prefix where that is worst. */
    public double worstPrefix(double share) {
        int count = 0;
        double worst = 0;
        for (int i = 0; i < size; i++) {
            count += canary.get(i) ? 1 : 0;
            worst = Math.max(worst, Math.abs(count - (i + 1) * share));
        }
        return worst;
    }

    /** Counts from least to most. */
    public record Range(int least, int most) {
        @Override
        public String toString() {
            return least == most ? String.valueOf(least) : least + "–" + most;
        }
    }
}
