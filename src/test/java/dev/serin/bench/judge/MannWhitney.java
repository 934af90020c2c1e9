package dev.serin.bench.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A judge by the Mann-Whitney test, as Kayenta's: each metric's minutes of canary against stable's, a metric is high when
 * the lower end of the 98 % confidence interval of the shift is above a quarter of the Hodges-Lehmann estimate, and
 * canary is rolled back when one is. It is asked again each minute, from the fifth on: with fewer no interval of that
 * confidence exists.
 */
final class MannWhitney implements Contestant {
    private static final int LEAST = 5;
    private static final double TOLERANCE = 0.25;

    /** The normal distribution's 99th percentile. */
    private static final double Z = 2.326;

    @Override
    public String name() {
        return "Mann-Whitney";
    }

    @Override
    public Decider begin(Release release) {
        return new ByMinute() {
            private final List<Minute> stables = new ArrayList<>();
            private final List<Minute> canaries = new ArrayList<>();

            @Override
            Decision decide(Minute stable, Minute canary) {
                stables.add(stable);
                canaries.add(canary);
                boolean high = isHigh(errors(stables), errors(canaries))
                        || (release.latencies() && isHigh(latencies(stables), latencies(canaries)));
                return high ? Decision.BACK : Decision.NEXT;
            }
        };
    }

    private static double[] errors(List<Minute> minutes) {
        return minutes.stream()
                .mapToDouble(Minute::errorRate)
                .filter(Double::isFinite)
                .toArray();
    }

    private static double[] latencies(List<Minute> minutes) {
        return minutes.stream()
                .mapToDouble(Minute::p99)
                .filter(Double::isFinite)
                .toArray();
    }

    static boolean isHigh(double[] control, double[] experiment) {
        if (control.length < LEAST || experiment.length < LEAST) {
            return false;
        }
        double[] differences = new double[control.length * experiment.length];
        int n = 0;
        for (double one : experiment) {
            for (double other : control) {
                differences[n++] = one - other;
            }
        }
        Arrays.sort(differences);
        double estimate = (differences[(n - 1) / 2] + differences[n / 2]) / 2;
        double deviation = Math.sqrt(n * (control.length + experiment.length + 1.0) / 12);
        int rank = (int) Math.floor(n / 2.0 - Z * deviation);
        return rank >= 1 && differences[rank - 1] > TOLERANCE * Math.abs(estimate);
    }
}
