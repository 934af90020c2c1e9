package dev.serin.metrics;

import dev.serin.metrics.Tally.Times;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One metric that every release has, with the labels {@code namespace} and {@code release} and at most one more. */
interface ReleaseMetric {
    String NAMESPACE = "namespace";
    String RELEASE = "release";
    String TOTAL = "_total";

    /** Its values for these releases, put together now. */
    MetricSnapshot snapshot(List<Seen> releases);

    /** Takes a value for a value of the metric's own label. */
    interface Values<T> {
        void add(String labelValue, T value);
    }

    /** What may rise and fall; a release without a value has none. */
    static ReleaseMetric gauge(String name, String help, Function<Seen, Optional<? extends Number>> value) {
        return releases -> {
            var gauge = GaugeSnapshot.builder().name(name).help(help);
            releases.forEach(seen ->
                    value.apply(seen).ifPresent(number -> gauge.dataPoint(point(labels(seen), number))));
            return gauge.build();
        };
    }

    /** The same by a label. */
    static ReleaseMetric gauge(String name, String help, String label, BiConsumer<Seen, Values<Number>> values) {
        return releases -> {
            var gauge = GaugeSnapshot.builder().name(name).help(help);
            releases.forEach(seen ->
                    values.accept(seen, (text, number) -> gauge.dataPoint(point(labels(seen, label, text), number))));
            return gauge.build();
        };
    }

    /** What only rises, or begins anew; the name ends in {@code _total}. */
    static ReleaseMetric counter(String name, String help, Function<Seen, Optional<? extends Number>> value) {
        return releases -> {
            var counter = CounterSnapshot.builder().name(bare(name)).help(help);
            releases.forEach(seen ->
                    value.apply(seen).ifPresent(number -> counter.dataPoint(count(labels(seen), number))));
            return counter.build();
        };
    }

    /** The same by a label. */
    static ReleaseMetric counter(String name, String help, String label, BiConsumer<Seen, Values<Number>> values) {
        return releases -> {
            var counter = CounterSnapshot.builder().name(bare(name)).help(help);
            releases.forEach(seen ->
                    values.accept(seen, (text, number) -> counter.dataPoint(count(labels(seen, label, text), number))));
            return counter.build();
        };
    }

    /** How many there were and how long they took in all, by a label. */
    static ReleaseMetric durations(String name, String help, String label, BiConsumer<Seen, Values<Times>> values) {
        return releases -> {
            var summary = SummarySnapshot.builder().name(name).help(help);
            releases.forEach(seen -> values.accept(
                    seen,
                    (text, times) -> summary.dataPoint(SummaryDataPointSnapshot.builder()
                            .labels(labels(seen, label, text))
                            .count(times.count())
                            .sum(times.seconds())
                            .build())));
            return summary.build();
        };
    }

    private static GaugeDataPointSnapshot point(Labels labels, Number value) {
        return GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value.doubleValue())
                .build();
    }

    private static CounterDataPointSnapshot count(Labels labels, Number value) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value.doubleValue())
                .build();
    }

    private static Labels labels(Seen seen) {
        return Labels.of(NAMESPACE, seen.key().namespace(), RELEASE, seen.key().name());
    }

    private static Labels labels(Seen seen, String label, String value) {
        return Labels.of(NAMESPACE, seen.key().namespace(), RELEASE, seen.key().name(), label, value);
    }

    /** The library adds the suffix by itself. */
    private static String bare(String name) {
        return name.substring(0, name.length() - TOTAL.length());
    }
}
