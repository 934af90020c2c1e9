package dev.serin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.serin.metrics.Exposed.Family;
import dev.serin.metrics.PromQl.Grouping;
import dev.serin.metrics.PromQl.Match;
import dev.serin.metrics.PromQl.Selector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The queries of the dashboard and of the alerts, held against what an operator exposes. */
public final class Queries {
    static final Path DASHBOARD = Path.of("deploy/monitoring/dashboard.json");
    static final Path ALERTS = Path.of("deploy/monitoring/alerts.yaml");

    /** What Prometheus itself adds to each series, as {@code scrape.yaml} says. */
    private static final Set<String> ADDED = Set.of("job", "instance", "pod", "namespace");

    private static final Set<String> OF_COUNTERS = Set.of("counter", "histogram", "summary");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?(\\w+) ?}}");

    private Queries() {}

    static JsonNode dashboard() {
        return read(new ObjectMapper(), DASHBOARD);
    }

    static JsonNode alerts() {
        return read(new YAMLMapper(), ALERTS);
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All queries, by where they stand. */
    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        dashboard()
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> all.put(
                                "panel " + panel.path("title").asText() + " "
                                        + target.path("refId").asText(),
                                target.path("expr").asText())));
        dashboard()
                .at("/annotations/list")
                .forEach(one -> all.put(
                        "annotation " + one.path("name").asText(),
                        one.path("expr").asText()));
        dashboard().at("/templating/list").forEach(variable -> {
            Matcher values = LABEL_VALUES.matcher(variable.at("/query/query").asText());
            if (values.matches()) {
                all.put(
                        "variable " + variable.path("name").asText(),
                        "sum by (%s) (%s)".formatted(values.group(2), values.group(1)));
            }
        });
        alerts().path("groups")
                .forEach(group -> group.path("rules")
                        .forEach(rule -> all.put(
                                "alert " + rule.path("alert").asText(),
                                rule.path("expr").asText())));
        return all;
    }

    /** Fails unless every series, label and fixed label value that a query names is exposed. */
    public static void assertAllFit(Exposed page) {
        assertThat(all()).isNotEmpty();
        all().forEach((where, query) -> assertFits(where, query, page));
    }

    static void assertFits(String where, String query, Exposed page) {
        PromQl parsed = PromQl.parse(query.replaceAll("\\$__\\w+", "5m"));
        parsed.selectors().forEach(selector -> assertSelects(where, selector, page));
        parsed.groupings().forEach(grouping -> assertGroups(where, grouping, page));
    }

    private static void assertSelects(String where, Selector selector, Exposed page) {
        Family family = page.family(selector.series())
                .orElseThrow(() -> new AssertionError(where + ": nobody exposes " + selector.series()));
        assertThat(selector.range())
                .as("%s: a time is given for what counts, and only for that: %s", where, selector.series())
                .isEqualTo(OF_COUNTERS.contains(family.type()) || where.startsWith("annotation"));
        for (Match match : selector.matches()) {
            assertThat(labels(family)).as(where).contains(match.label());
            assertThat(family.samples().stream()
                            .anyMatch(sample -> match.value().startsWith("$")
                                    || match.fits(sample.labels().getOrDefault(match.label(), ""))))
                    .as("%s: %s has a series with %s", where, family.name(), match)
                    .isTrue();
        }
    }

    private static void assertGroups(String where, Grouping grouping, Exposed page) {
        Set<String> known = new TreeSet<>();
        grouping.of().stream()
                .flatMap(selector -> page.family(selector.series()).stream())
                .forEach(family -> known.addAll(labels(family)));
        assertThat(known).as(where).containsAll(grouping.labels());
    }

    private static Set<String> labels(Family family) {
        Set<String> labels = new TreeSet<>(family.labels());
        labels.addAll(ADDED);
        if (family.type().equals("histogram")) {
            labels.add("le");
        }
        return labels;
    }

    /** The labels that a text with placeholders such as {@code {{ $labels.release }}} uses. */
    static Set<String> placeholders(String text) {
        Set<String> used = new TreeSet<>();
        Matcher placeholder = TEMPLATE.matcher(text);
        while (placeholder.find()) {
            used.add(placeholder.group(1));
        }
        return used;
    }
}
