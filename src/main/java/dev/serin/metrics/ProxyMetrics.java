package dev.serin.metrics;

import dev.serin.analysis.Connections;
import dev.serin.api.v1alpha1.Proxies;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.RebalanceStatus.State;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.metrics.ReleaseMetric.Values;
import dev.serin.metrics.Tally.Times;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A release's proxies, and how clients' connections are spread over them. */
final class ProxyMetrics {
    private ProxyMetrics() {}

    static final List<ReleaseMetric> ALL = List.of(
            proxies("wanted", "How many proxies are wanted.", Proxies::desired),
            proxies("ready", "How many proxies are ready.", Proxies::ready),
            proxies("programmed", "How many ready proxies have confirmed the present weights.", Proxies::programmed),
            ReleaseMetric.gauge(
                    "serin_release_proxies_connected",
                    "How many proxies have an xDS stream to this operator.",
                    seen -> Optional.of(seen.proxies().size())),
            ReleaseMetric.gauge(
                    "serin_release_proxies_rejecting",
                    "How many connected proxies refused (NACK) what they were last sent.",
                    seen -> Optional.of(seen.proxies().stream()
                            .filter(proxy -> proxy.rejection().isPresent())
                            .count())),
            ReleaseMetric.gauge(
                    "serin_release_connections",
                    "How many connections clients have open to the ready proxies; absent until they are counted.",
                    seen -> open(seen).filter(any -> !seen.connections().isEmpty())),
            ReleaseMetric.gauge(
                    "serin_release_bypassing_connections",
                    "How many connections bypass the proxies since the Service was taken over, as its older pods tell by gRPC's channelz; absent where they do not, and without a takeover.",
                    seen -> Optional.ofNullable(seen.status().takeover()).map(TakeoverStatus::bypassing)),
            ReleaseMetric.gauge(
                    "serin_release_older_pods",
                    "How many pods are left from before the Service was taken over, to which connections may bypass the proxies; absent until they are counted.",
                    seen -> Optional.ofNullable(seen.status().takeover()).map(TakeoverStatus::olderPods)),
            ReleaseMetric.gauge(
                    "serin_release_connections_max_to_mean_ratio",
                    "The fullest proxy's connections in relation to the mean; absent without connections.",
                    ProxyMetrics::maxToMean),
            ReleaseMetric.gauge(
                    "serin_release_rebalancing",
                    "1 while clients are told to re-dial, 0 otherwise.",
                    seen -> Optional.of(
                            Optional.ofNullable(seen.status().rebalance())
                                            .filter(RebalanceStatus::isRunning)
                                            .isPresent()
                                    ? 1
                                    : 0)),
            ReleaseMetric.durations(
                    "serin_release_rebalance_duration_seconds",
                    "How long rebalancings of clients' connections took, by how they left them.",
                    "result",
                    ProxyMetrics::rebalances),
            ReleaseMetric.counter(
                    "serin_release_redialled_connections_total",
                    "Connections whose clients were told to re-dial in a rebalancing, counted at the proxies.",
                    seen -> Optional.of(seen.tally().redialled())));

    private static ReleaseMetric proxies(String which, String help, Function<Proxies, Integer> count) {
        return ReleaseMetric.gauge(
                "serin_release_proxies_" + which,
                help,
                seen -> Optional.ofNullable(seen.status().proxies()).map(count));
    }

    private static Optional<Long> open(Seen seen) {
        return Optional.of(
                seen.connections().stream().mapToLong(Connections::active).sum());
    }

    private static Optional<Double> maxToMean(Seen seen) {
        long all = open(seen).orElse(0L);
        long most =
                seen.connections().stream().mapToLong(Connections::active).max().orElse(0);
        return all == 0
                ? Optional.empty()
                : Optional.of((double) most * seen.connections().size() / all);
    }

    private static void rebalances(Seen seen, Values<Times> values) {
        for (State state : State.values()) {
            if (state != State.Running) {
                values.add(state.name(), seen.tally().rebalances().getOrDefault(state, Times.NONE));
            }
        }
    }
}
