package dev.serin.xds;

/** Shares of the requests: {@code canary} out of {@code total}, the rest is stable's. */
public record Split(int canary, int total) {
    public Split {
        if (total < 1 || canary < 0 || canary > total) {
            throw new IllegalArgumentException("canary " + canary + " is not within 0 and the total " + total);
        }
    }

    public int stable() {
        return total - canary;
    }
}
