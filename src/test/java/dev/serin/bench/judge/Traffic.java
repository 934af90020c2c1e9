package dev.serin.bench.judge;

import dev.serin.judge.Answers;
import dev.serin.judge.Draw;
import dev.serin.judge.Histogram;
import dev.serin.judge.Sample;
import java.util.ArrayList;
import java.util.List;

/** What both versions of a release answer, second by second; requests are split exactly. */
final class Traffic {
    private static final List<Double> BOUNDS = List.of(10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2500.0);

    /** Shares of answers within the bounds: log-normal, median 40 ms, 99 % within 325 ms; and 2.5 times as long. */
    private static final double[] USUAL = within(40);

    private static final double[] SLOW = within(100);
    private static final double SPREAD = 0.9;
    private static final double BURSTS = 0.1;

    private final Release release;
    private final Draw draw;
    private int second;
    private double due;
    private boolean burst;

    /** One second. */
    record Second(Answers stable, Answers canary) {}

    Traffic(Release release) {
        this.release = release;
        this.draw = new Draw(~release.seed());
        this.due = draw.share();
    }

    Second next(double canaryShare) {
        if (release.bursty() && draw.share() < 0.1) {
            burst = draw.share() < BURSTS;
        }
        double rate = release.rate() * (!release.bursty() ? 1 : burst ? 5 : 5 / 9.0);
        long requests = draw.poisson(rate);
        due += requests * canaryShare;
        long canary = (long) due;
        due -= canary;
        Answers ofStable = answers(requests - canary, release.stableErrors(second), USUAL);
        Answers ofCanary =
                answers(canary, release.canaryErrors(second), release.canary() == Release.Kind.SLOW ? SLOW : USUAL);
        second++;
        return new Second(ofStable, ofCanary);
    }

    private Answers answers(long requests, double errors, double[] within) {
        return new Answers(
                new Sample(requests, draw.bad(requests, errors)),
                release.latencies() ? latencies(requests, within) : Histogram.NONE);
    }

    private Histogram latencies(long requests, double[] within) {
        List<Long> counts = new ArrayList<>();
        long left = requests;
        double below = 0;
        for (double share : within) {
            long count = below >= 1 ? 0 : draw.bad(left, (share - below) / (1 - below));
            counts.add(count);
            left -= count;
            below = share;
        }
        counts.add(left);
        return new Histogram(BOUNDS, counts);
    }

    private static double[] within(double median) {
        return BOUNDS.stream()
                .mapToDouble(bound -> normal(Math.log(bound / median) / SPREAD))
                .toArray();
    }

    /** The normal distribution, by a logistic that is off by less than 0.0002 (S. Bowling et al., 2009). */
    private static double normal(double z) {
        return 1 / (1 + Math.exp(-0.07056 * z * z * z - 1.5976 * z));
    }
}
