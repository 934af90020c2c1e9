package dev.serin.metrics;

import com.sun.net.httpserver.HttpHandler;
import dev.serin.xds.ChannelCounts;
import dev.serin.xds.ChannelCounts.Answers;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** All metrics of the operator, for one page. */
public final class OperatorMetrics {
    /** The kinds of xDS resources, as {@link ChannelCounts} names them. */
    private static final List<String> TYPES = List.of("cluster", "endpoint", "listener", "route", "extension");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ReconcileMetrics reconcile;

    /** {@code channel}: what went over the channel to the proxies. */
    public OperatorMetrics(Sources sources, Supplier<ChannelCounts> channel) {
        // First, since it has a filter.
        ProcessMetrics.bind(registry);
        registry.getPrometheusRegistry().register(new ReleaseCollector(sources));
        reconcile = new ReconcileMetrics(registry, sources.happenings()::forget);
        Gauge.builder("serin.xds.streams", channel, counts -> counts.get().streams())
                .description("Open xDS streams, one for each connected proxy.")
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder(
                        "serin.xds.refused", channel, counts -> counts.get().turnedAway())
                .description("Callers and connections that were not let in to the xDS port; the log says who and why.")
                .register(registry);
        for (String type : TYPES) {
            count("serin.xds.responses", "Configurations sent to proxies.", type, channel, Answers::sent);
            count("serin.xds.acks", "Configurations that proxies confirmed.", type, channel, Answers::confirmed);
            count("serin.xds.nacks", "Configurations that proxies refused.", type, channel, Answers::refused);
        }
    }

    /** Takes in how to learn whether this process leads. */
    public void leading(BooleanSupplier leading) {
        Gauge.builder("serin.leader", leading, leads -> leads.getAsBoolean() ? 1 : 0)
                .description("1 while this process leads and serves the proxies, 0 while it stands by.")
                .strongReference(true)
                .register(registry);
    }

    private void count(
            String name, String help, String type, Supplier<ChannelCounts> channel, ToLongFunction<Answers> which) {
        FunctionCounter.builder(
                        name,
                        channel,
                        counts -> which.applyAsLong(counts.get().byType().get(type)))
                .description(help)
                .tag("type", type)
                .register(registry);
    }

    /** What the SDK has to tell of its work. */
    public Metrics reconciling() {
        return reconcile;
    }

    /** The page for Prometheus, under {@link MetricsPage#PATH}. */
    public HttpHandler page() {
        return new MetricsPage(registry.getPrometheusRegistry());
    }
}
