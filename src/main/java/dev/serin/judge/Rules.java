package dev.serin.judge;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * By what a canary is judged.
 *
 * @param falseAlarm the chance, at most, that a canary which keeps all rules is found failing, in the whole release
 * @param successRateMin the least percentage of good answers
 * @param latency the limit of a percentile
 * @param comparison whether and how canary is compared with stable
 * @param minRequests canary's requests at one weight below which nothing is said of it
 * @param onInsufficientTraffic what follows from fewer at the end of a hold
 * @param warmUp how long from canary's first request on nothing is counted
 */
public record Rules(
        double falseAlarm,
        OptionalDouble successRateMin,
        Optional<LatencyLimit> latency,
        Optional<AgainstStable> comparison,
        long minRequests,
        Insufficient onInsufficientTraffic,
        Duration warmUp) {

    /** What follows from too few requests at the end of a hold. */
    public enum Insufficient {
        /** The hold goes on until there are enough. */
        WAIT,
        /** The release goes on. */
        PASS,
        /** The release goes back. */
        FAIL
    }

    /**
     * A limit.
     *
     * @param percentile in percent, above 0 and below 100
     * @param max in milliseconds, above 0
     */
    public record LatencyLimit(double percentile, double max) {
        public LatencyLimit {
            require(percentile > 0 && percentile < 100, "percentile", percentile, "above 0 and below 100");
            require(max > 0, "max", max, "above 0");
        }
    }

    /**
     * A comparison in the same intervals.
     *
     * @param margin by how many percentage points canary's share of bad answers may be above stable's; 0 to below 100
     * @param failures whether failures are compared
     * @param percentile the percentile of stable's latencies above which an answer is slow; empty: latencies are not
     *     compared
     * @param early whether a hold may end as soon as canary is known to be no worse, see {@link NoWorse}
     */
    public record AgainstStable(double margin, boolean failures, OptionalDouble percentile, boolean early) {
        /** Failures, and latencies where there is a percentile. */
        public AgainstStable(double margin, OptionalDouble percentile) {
            this(margin, true, percentile, false);
        }

        public AgainstStable {
            require(margin >= 0 && margin < 100, "margin", margin, "from 0 and below 100");
            double slow = percentile.orElse(99);
            require(slow > 0 && slow < 100, "percentile", slow, "above 0 and below 100");
        }
    }

    public Rules {
        require(falseAlarm > 0 && falseAlarm < 1, "falseAlarm", falseAlarm, "above 0 and below 1");
        double min = successRateMin.orElse(100);
        require(min > 0 && min <= 100, "successRate.min", min, "above 0 and at most 100");
        require(minRequests >= 0, "minRequests", (double) minRequests, "0 or more");
        require(!warmUp.isNegative(), "warmUp", warmUp.toMillis() / 1e3, "0 or more");
    }

    /** A comparison of failures alone, at the usual 1 %. */
    public static Rules againstStable(double margin) {
        return new Rules(
                0.01,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.of(new AgainstStable(margin, OptionalDouble.empty())),
                0,
                Insufficient.WAIT,
                Duration.ZERO);
    }

    private static void require(boolean holds, String name, double value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
        }
    }
}
