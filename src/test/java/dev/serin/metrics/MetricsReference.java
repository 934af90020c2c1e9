package dev.serin.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.health.HealthServer;
import dev.serin.metrics.Exposed.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code docs/metrics.md}: every metric, as an operator with one release exposes it, and every alert. */
public final class MetricsReference {
    private static final String BEFORE = """
            # Metrics
            The operator exposes metrics for Prometheus at `/metrics` on port 8080, the port of its health. They are put together when
            somebody asks: between two questions nothing is computed, and a release that is deleted has none. (This page is generated
            by `mvn -B -q test-compile exec:exec@generate`.)

            - **Scraping.** The operator's pod is annotated with `prometheus.io/scrape`, `prometheus.io/port` and `prometheus.io/path`.
              [`deploy/monitoring/scrape.yaml`](../deploy/monitoring/scrape.yaml) is a job for `scrape_configs`. Whatever job is used
              needs `honor_labels: true`: the label `namespace` is a release's, not the operator's. With the Prometheus operator
              the chart makes a `ServiceMonitor` or a `PodMonitor` (`metrics.serviceMonitor.enabled`, `metrics.podMonitor.enabled`).
            - **Dashboard.** [`deploy/monitoring/dashboard.json`](../deploy/monitoring/dashboard.json), for Grafana from 10 on; the chart makes
              a ConfigMap of it for Grafana's sidecar (`metrics.dashboard.enabled`).
            - **Alerts.** [`deploy/monitoring/alerts.yaml`](../deploy/monitoring/alerts.yaml), for `rule_files`; the chart makes
              a `PrometheusRule` of it (`metrics.prometheusRule.enabled`).
            - **Only the leader** has metrics of releases. What it counts begins anew with the next leader, which `rate` and `increase`
              take into account.
            - **Proxies** have Envoy's own metrics at `/stats/prometheus` on port 19001.

            Every series of a release has the labels `namespace` and `release`; the other labels have a few fixed values each, so that
            a release has some sixty series whatever happens to it.
            """;

    private MetricsReference() {}

    /** The page's text. */
    public static String markdown() {
        Exposed page = example();
        return BEFORE
                + "\n## Releases\n" + table(page, family -> family.labels().contains("release"))
                + "\n## The operator\n" + table(page, family -> !family.labels().contains("release"))
                + "\n## Alerts\n| alert | severity | after | means |\n|---|---|---|---|\n" + alerts();
    }

    /** What an operator with one release exposes. */
    public static Exposed example() {
        try (var server = HealthServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> true, () -> true)) {
            server.add(MetricsPage.PATH, Example.of("reporter").metrics.page());
            return Scrape.of(server.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String table(Exposed page, Predicate<Family> which) {
        return page.families().values().stream()
                .filter(which)
                .map(family -> "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                family.name(),
                                family.type(),
                                family.labels().stream()
                                        .filter(label -> !label.equals("namespace") && !label.equals("release"))
                                        .map(label -> "`" + label + "`")
                                        .collect(Collectors.joining(", ")),
                                family.help()))
                .collect(Collectors.joining("", "| metric | type | labels | meaning |\n|---|---|---|---|\n", ""));
    }

    private static String alerts() {
        var rows = new StringBuilder();
        for (JsonNode group : Queries.alerts().path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                rows.append("| `%s` | %s | %s | %s. %s |\n"
                        .formatted(
                                rule.path("alert").asText(),
                                rule.at("/labels/severity").asText(),
                                rule.path("for").asText("at once"),
                                rule.at("/annotations/summary")
                                        .asText()
                                        .replace("{{ $labels.namespace }}/{{ $labels.release }}", "A release"),
                                rule.at("/annotations/description")
                                        .asText()
                                        .replace("{{ $labels.release }}-proxy", "`<release>-proxy`")));
            }
        }
        return rows.toString();
    }
}
