package dev.serin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code deploy/monitoring} asks for is there. */
class MonitoringTest {
    private static final Path OPERATOR = Path.of("deploy/operator.yaml");
    private static final Pattern DURATION = Pattern.compile("\\d+[smh]");

    private final Exposed page = MetricsReference.example();

    @Test
    void everyQueryAsksForWhatIsExposed() {
        Queries.assertAllFit(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serin_release_phases",
                "serin_release_phase{phase=\"Succeeded\"}",
                "serin_release_phase{step=\"1\"}",
                "sum by (version) (serin_release_phase)",
                "serin_release_step < on (namespace, version) serin_release_steps",
                "rate(serin_release_phase[5m])",
                "serin_release_requests_total > 1",
            })
    void aQueryForSomethingElseIsFoundOut(String query) {
        assertThatThrownBy(() -> Queries.assertFits("a query", query, page)).isInstanceOf(AssertionError.class);
    }

    @Test
    void everyMetricOfReleasesAndOfTheChannelIsOnTheDashboardOrInAnAlert() {
        Set<String> asked = Queries.all().values().stream()
                .flatMap(query ->
                        PromQl.parse(query.replaceAll("\\$__\\w+", "5m")).series())
                .map(series -> page.family(series).orElseThrow().name())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked)
                .containsAll(page.families().keySet().stream()
                        .filter(name -> name.startsWith("serin_") && !name.endsWith("_max"))
                        .toList());
    }

    @Test
    void theDashboardIsWellMade() {
        JsonNode dashboard = Queries.dashboard();
        Set<Integer> ids = new HashSet<>();
        dashboard.path("panels").forEach(panel -> {
            String title = panel.path("title").asText();
            assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
                assertThat(panel.path("targets")).as(title).isNotEmpty();
            }
            dashboard
                    .path("panels")
                    .forEach(other -> assertThat(!panel.equals(other) && overlap(panel, other))
                            .as("%s lies over %s", title, other.path("title").asText())
                            .isFalse());
        });
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return within(one, other, "x", "w") && within(one, other, "y", "h");
    }

    private static boolean within(JsonNode one, JsonNode other, String from, String length) {
        JsonNode a = one.path("gridPos");
        JsonNode b = other.path("gridPos");
        return a.path(from).asInt() < b.path(from).asInt() + b.path(length).asInt()
                && b.path(from).asInt() < a.path(from).asInt() + a.path(length).asInt();
    }

    @Test
    void everyAlertSaysWhatItMeansAndNamesOnlyLabelsThatItHas() {
        Set<String> names = new HashSet<>();
        Queries.alerts()
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rule -> {
                    String name = rule.path("alert").asText();
                    assertThat(name).matches("Serin\\w+");
                    assertThat(names.add(name)).as(name).isTrue();
                    assertThat(rule.at("/labels/severity").asText()).as(name).isIn("info", "warning", "critical");
                    assertThat(rule.has("for") ? rule.path("for").asText() : "0s")
                            .matches(DURATION);
                    String words = rule.at("/annotations/summary").asText()
                            + rule.at("/annotations/description").asText();
                    assertThat(rule.at("/annotations/summary").asText())
                            .as(name)
                            .isNotEmpty();
                    assertThat(rule.at("/annotations/description").asText())
                            .as(name)
                            .isNotEmpty();
                    PromQl query = PromQl.parse(rule.path("expr").asText());
                    Set<String> labels = page.family(
                                    query.selectors().getFirst().series())
                            .orElseThrow()
                            .labels();
                    assertThat(labels).as(name).containsAll(Queries.placeholders(words));
                }));
    }

    @Test
    void theOperatorsPodIsAnnotatedForScraping() throws Exception {
        var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(OPERATOR.toFile());
        for (JsonNode object : documents.readAll()) {
            if (object.path("kind").asText().equals("Deployment")) {
                JsonNode annotations = object.at("/spec/template/metadata/annotations");
                JsonNode ports = object.at("/spec/template/spec/containers/0/ports");
                assertThat(annotations.path("prometheus.io/scrape").asText()).isEqualTo("true");
                assertThat(annotations.path("prometheus.io/path").asText()).isEqualTo(MetricsPage.PATH);
                assertThat(ports.findValuesAsText("containerPort"))
                        .contains(annotations.path("prometheus.io/port").asText());
                return;
            }
        }
        throw new AssertionError("no Deployment");
    }

    @Test
    void theScrapeConfigurationIsReadable() throws Exception {
        JsonNode jobs = new YAMLMapper()
                .readTree(Path.of("deploy/monitoring/scrape.yaml").toFile());
        assertThat(jobs.at("/0/honor_labels").asBoolean())
                .as("a release's namespace is not the operator's")
                .isTrue();
    }
}
