package dev.serin.bench.judge;

import dev.serin.judge.Draw;

/**
 * One release: what its traffic is like, and how good its canary.
 *
 * @param rate requests a second on average
 * @param bursty whether they come in bursts: five times as many for a tenth of the time
 * @param errors stable's error rate, before drifts
 * @param drift what happens to both versions alike
 * @param canary how the canary differs
 * @param latencies whether latencies are measured, too
 */
record Release(long seed, double rate, boolean bursty, double errors, Drift drift, Kind canary, boolean latencies) {
    private static final double[] RATES = {1, 10, 100, 1000, 10_000};
    static final double[] ERRORS = {0, 0.0005, 0.002, 0.005, 0.01, 0.03, 0.1};

    /** What happens to both versions alike. */
    enum Drift {
        NONE,
        /** Errors rise to three times as many within ten minutes. */
        RISE,
        /** A dependency of both fails 40 % of all requests for a minute and a half. */
        OUTAGE,
        /** Errors swing between none and twice as many, once in four minutes. */
        WAVES
    }

    /** How a canary differs from stable. */
    enum Kind {
        IDENTICAL(false),
        /** It fails a fifth of its requests for the first twenty seconds, and is like stable from then on. */
        COLD(false),
        /** Two percent of its requests fail besides. */
        TWO_PERCENT_MORE(true),
        /** A tenth of its requests fail besides. */
        TEN_PERCENT_MORE(true),
        /** One of its three pods fails everything. */
        ONE_POD_OF_THREE(true),
        /** Everything fails. */
        BROKEN(true),
        /** A tenth of its requests fail besides, from the fourth minute on. */
        LATE(true),
        /** It takes two and a half times as long. */
        SLOW(true);

        final boolean bad;

        Kind(boolean bad) {
            this.bad = bad;
        }
    }

    /** A release of a kind by chance. */
    static Release of(long seed, boolean bad) {
        var draw = new Draw(seed);
        Kind[] kinds = bad
                ? new Kind[] {
                    Kind.TWO_PERCENT_MORE,
                    Kind.TEN_PERCENT_MORE,
                    Kind.ONE_POD_OF_THREE,
                    Kind.BROKEN,
                    Kind.LATE,
                    Kind.SLOW
                }
                : new Kind[] {Kind.IDENTICAL, Kind.IDENTICAL, Kind.IDENTICAL, Kind.IDENTICAL, Kind.COLD};
        Kind kind = kinds[draw.below(kinds.length)];
        return new Release(
                seed,
                RATES[draw.below(RATES.length)],
                draw.below(2) == 0,
                ERRORS[draw.below(ERRORS.length)],
                Drift.values()[draw.below(Drift.values().length)],
                kind,
                kind == Kind.SLOW || draw.below(5) == 0);
    }

    /** Stable's error rate at a second. */
    double stableErrors(int second) {
        return switch (drift) {
            case NONE -> errors;
            case RISE -> errors * (1 + 2 * Math.min(1, second / 600.0));
            case OUTAGE -> second >= 150 && second < 240 ? 0.4 + 0.6 * errors : errors;
            case WAVES -> errors * (1 + Math.sin(second * Math.PI / 120));
        };
    }

    /** Canary's error rate at a second of its life. */
    double canaryErrors(int second) {
        double like = stableErrors(second);
        double more = switch (canary) {
            case IDENTICAL, SLOW -> 0;
            case COLD -> second < 20 ? 0.2 : 0;
            case TWO_PERCENT_MORE -> 0.02;
            case TEN_PERCENT_MORE -> 0.1;
            case ONE_POD_OF_THREE -> 1 / 3.0;
            case BROKEN -> 1;
            case LATE -> second < 180 ? 0 : 0.1;
        };
        return like + more * (1 - like);
    }
}
