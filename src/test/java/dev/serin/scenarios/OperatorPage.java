package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.metrics.Exposed;
import dev.serin.metrics.Exposed.Family;
import dev.serin.metrics.MetricsReference;
import dev.serin.metrics.Queries;
import dev.serin.metrics.Scrape;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the operator of a scenario tells Prometheus. */
final class OperatorPage {
    private OperatorPage() {}

    /** Asks as the annotations of its pod say. */
    static Exposed of(Serin serin) throws IOException, InterruptedException {
        Pod pod = serin.readyPods(Serin.NAMESPACE, "app.kubernetes.io/component=operator")
                .getFirst();
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        assertThat(annotations).containsEntry("prometheus.io/scrape", "true");
        return Scrape.of(new InetSocketAddress(
                pod.getStatus().getPodIP(), Integer.parseInt(annotations.get("prometheus.io/port"))));
    }

    /** The value of a metric of a release in namespace default. */
    static double metric(Exposed page, String release, String name, String... labels) {
        String[] all = Stream.concat(Stream.of("namespace", "default", "release", release), Stream.of(labels))
                .toArray(String[]::new);
        return page.value(name, all);
    }

    /** Fails unless the page is what dashboard, alerts and reference take it to be. */
    static void assertIsAsDocumented(Exposed page) {
        Queries.assertAllFit(page);
        assertThat(each(page, Family::type)).isEqualTo(each(MetricsReference.example(), Family::type));
        assertThat(each(page, Family::labels)).isEqualTo(each(MetricsReference.example(), Family::labels));
    }

    private static <T> Map<String, T> each(Exposed page, Function<Family, T> what) {
        Map<String, T> each = new TreeMap<>();
        page.families().forEach((name, family) -> each.put(name, what.apply(family)));
        return each;
    }
}
