package dev.serin.judge;

/**
 * What one version answered in an interval.
 *
 * @param sample its requests and those that failed
 * @param latencies how long its answers took; {@link Histogram#NONE} where that is not known
 */
public record Answers(Sample sample, Histogram latencies) {
    public static final Answers NONE = new Answers(Sample.NONE, Histogram.NONE);

    /** Answers whose latencies are not known. */
    public static Answers of(long requests, long failed) {
        return new Answers(new Sample(requests, failed), Histogram.NONE);
    }

    Answers plus(Answers other) {
        return new Answers(sample.plus(other.sample), latencies.plus(other.latencies));
    }
}
