package dev.serin.bench.judge;

import dev.serin.judge.Answers;
import dev.serin.judge.Histogram;
import java.util.ArrayList;
import java.util.List;

/** One version's metrics over a minute, as a Prometheus would give them to the other tools. */
final class Minute {
    static final int SECONDS = 60;

    private long requests;
    private long failed;
    private List<Double> bounds = List.of();
    private final List<Long> counts = new ArrayList<>();

    void add(Answers answers) {
        requests += answers.sample().requests();
        failed += answers.sample().bad();
        Histogram latencies = answers.latencies();
        bounds = latencies.bounds().isEmpty() ? bounds : latencies.bounds();
        for (int i = 0; i < latencies.counts().size(); i++) {
            if (i < counts.size()) {
                counts.set(i, counts.get(i) + latencies.counts().get(i));
            } else {
                counts.add(latencies.counts().get(i));
            }
        }
    }

    /** In percent; NaN without requests. */
    double successRate() {
        return 100.0 * (requests - failed) / requests;
    }

    /** In percent; NaN without requests. */
    double errorRate() {
        return 100.0 * failed / requests;
    }

    /** In milliseconds, linear within its bucket as histogram_quantile has it; NaN where it is not measured. */
    double p99() {
        long total = counts.stream().mapToLong(Long::longValue).sum();
        if (bounds.isEmpty() || total == 0) {
            return Double.NaN;
        }
        double due = 0.99 * total;
        double sum = 0;
        double low = 0;
        for (int i = 0; i < bounds.size(); i++) {
            double high = bounds.get(i);
            if (sum + counts.get(i) >= due) {
                return low + (high - low) * (due - sum) / counts.get(i);
            }
            sum += counts.get(i);
            low = high;
        }
        return low;
    }
}
