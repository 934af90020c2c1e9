package dev.serin.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.stream.Stream;

/**
 * The metrics of all releases that there are, put together when somebody asks: between two questions they take no
 * memory and no time, and those of a deleted release are gone.
 */
final class ReleaseCollector implements MultiCollector {
    /** All of them, in the order of the reference. */
    static final List<ReleaseMetric> METRICS = Stream.of(
                    ProgressMetrics.ALL, TrafficMetrics.ALL, JudgementMetrics.ALL, ProxyMetrics.ALL)
            .flatMap(List::stream)
            .toList();

    private final Sources sources;

    ReleaseCollector(Sources sources) {
        this.sources = sources;
    }

    @Override
    public MetricSnapshots collect() {
        List<Seen> releases = sources.releases()
                .get()
                .map(release -> Seen.of(release, sources))
                .toList();
        return new MetricSnapshots(
                METRICS.stream().map(metric -> metric.snapshot(releases)).toList());
    }
}
