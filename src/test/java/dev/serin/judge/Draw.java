package dev.serin.judge;

import java.util.SplittableRandom;

/** Seeded chance. */
public final class Draw {
    /** Up to here a number is drawn exactly; above, by the normal distribution that it then follows. */
    private static final double EXACT = 30;

    private final SplittableRandom random;

    public Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    public double share() {
        return random.nextDouble();
    }

    public double normal() {
        return random.nextGaussian();
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** How many of n independent requests, each bad with the same chance, are bad. */
    public long bad(long n, double chance) {
        if (chance <= 0 || n == 0) {
            return 0;
        }
        if (chance > 0.5) {
            return n - bad(n, 1 - chance);
        }
        double mean = n * chance;
        if (mean > EXACT) {
            return Math.clamp(Math.round(mean + Math.sqrt(mean * (1 - chance)) * normal()), 0, n);
        }
        // The gaps between bad ones are geometric.
        long bad = 0;
        double log = Math.log1p(-chance);
        for (long at = gap(log); at < n; at += 1 + gap(log)) {
            bad++;
        }
        return bad;
    }

    private long gap(double log) {
        return (long) Math.min(1e15, Math.log(1 - random.nextDouble()) / log);
    }

    /** How many come in a time in which so many come on average. */
    public long poisson(double mean) {
        if (mean > EXACT) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
        }
        long n = 0;
        double left = mean;
        while ((left += Math.log(1 - random.nextDouble())) > 0) {
            n++;
        }
        return n;
    }
}
