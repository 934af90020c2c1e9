package dev.serin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.serin.lead.Election;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The chart, rendered by the real Helm. */
class ChartIT {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String FIXED = "serin-leader";

    @TestFactory
    Stream<DynamicTest> deployIsWhatTheChartRenders() {
        return ChartFiles.deploy().entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey().toString(),
                        () -> assertThat(file.getKey())
                                .as("run: mvn -B -q test-compile exec:exec@generate")
                                .hasContent(file.getValue())));
    }

    @Test
    void deployAppliesThatAndItsNamespaceAndNothingElse() throws IOException {
        Set<String> rendered = ChartFiles.deploy().keySet().stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.toCollection(TreeSet::new));
        rendered.add("namespace.yaml");
        JsonNode kustomization =
                YAML.readTree(Path.of("deploy/kustomization.yaml").toFile());
        Set<String> applied = new TreeSet<>();
        kustomization.path("resources").forEach(file -> applied.add(file.asText()));
        assertThat(applied).isEqualTo(rendered);
        try (Stream<Path> files = Files.list(Path.of("deploy"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml")))
                    .hasSameElementsAs(rendered);
        }
    }

    private static JsonNode object(Map<String, JsonNode> objects, String key) {
        return Objects.requireNonNull(objects.get(key), key);
    }

    @Test
    void lintIsClean() {
        assertThat(Helm.run("lint", "--strict", Helm.CHART).orThrow()).contains("0 chart(s) failed");
        assertThat(Helm.run("lint", "--strict", Helm.CHART, "--values", everything())
                        .orThrow())
                .contains("0 chart(s) failed");
    }

    private static String everything() {
        return "src/test/resources/chart/everything.yaml";
    }

    @Test
    void renderingTwiceIsTheSame() {
        assertThat(Helm.template("--values", everything()).orThrow())
                .isEqualTo(Helm.template("--values", everything()).orThrow());
    }

    @Test
    void everyValueIsDescribedAndInTheSchemaAndNothingElseIs() throws IOException {
        String values = Files.readString(Path.of(Helm.CHART, "values.yaml"));
        Set<String> described = ValuesTable.described(values).keySet();
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of(Helm.CHART, "values.schema.json").toFile());
        Set<String> known = new TreeSet<>();
        leaves(schema, schema, "", known);
        known.remove("global");
        assertThat(described).containsExactlyInAnyOrderElementsOf(known);
        JsonNode defaults = ValuesTable.defaults(values);
        for (String path : described) {
            assertThat(defaults.at("/" + path.replace('.', '/')).isMissingNode())
                    .as(path + " is in values.yaml")
                    .isFalse();
        }
    }

    /** The values that are set as a whole; those of Kubernetes' own kinds are not gone into. */
    private static void leaves(JsonNode root, JsonNode schema, String path, Set<String> into) {
        JsonNode own = schema.has("$ref") ? root.at(schema.path("$ref").asText().substring(1)) : schema;
        boolean kubernetes = path.matches("resources|affinity|podSecurityContext|securityContext");
        if (own.path("properties").isEmpty() || kubernetes) {
            into.add(path);
        } else {
            own.path("properties")
                    .properties()
                    .forEach(each -> leaves(
                            root, each.getValue(), path.isEmpty() ? each.getKey() : path + "." + each.getKey(), into));
        }
    }

    @Test
    void eachObjectIsLabelledAndNamedAfterTheRelease() {
        Map<String, JsonNode> objects =
                Manifests.objects(Helm.run("template", "shop", Helm.CHART, "-n", "shop", "--values", everything())
                        .orThrow());
        List<String> names = new ArrayList<>();
        objects.forEach((key, object) -> {
            JsonNode labels = object.at("/metadata/labels");
            assertThat(labels.path("app.kubernetes.io/name").asText()).as(key).isEqualTo("serin");
            assertThat(labels.path("app.kubernetes.io/instance").asText())
                    .as(key)
                    .isEqualTo("shop");
            assertThat(labels.path("app.kubernetes.io/managed-by").asText())
                    .as(key)
                    .isEqualTo("Helm");
            assertThat(labels.path("helm.sh/chart").asText()).as(key).isEqualTo("serin-0.1.0");
            assertThat(labels.path("team").asText()).as(key).isEqualTo("platform");
            if (!object.path("kind").asText().equals("CustomResourceDefinition")) {
                names.add(object.at("/metadata/name").asText());
            }
        });
        assertThat(names).isNotEmpty().allMatch(name -> name.startsWith("shop-serin-"));
    }

    @Test
    void aListOfNamespacesNeedsNoClusterRoleOfTheOperators() {
        Map<String, JsonNode> objects = Manifests.objects(
                Helm.template("--set", "watchNamespaces={shop,pay}").orThrow());
        assertThat(objects)
                .containsKeys(
                        "Role shop/serin-operator",
                        "RoleBinding shop/serin-operator",
                        "Role pay/serin-operator",
                        "RoleBinding pay/serin-operator")
                .doesNotContainKeys("ClusterRole serin-operator", "ClusterRoleBinding serin-operator");
        // Tokens are reviewed for the whole cluster or not at all.
        assertThat(objects.keySet().stream().filter(key -> key.startsWith("ClusterRoleBinding")))
                .containsExactly("ClusterRoleBinding serin-callers");
        JsonNode everywhere = object(Manifests.objects(Helm.template().orThrow()), "ClusterRole serin-operator");
        assertThat(object(objects, "Role shop/serin-operator").path("rules")).isEqualTo(everywhere.path("rules"));
        assertThat(object(objects, "Deployment serin-system/serin-operator")
                        .at("/spec/template/spec/containers/0/env")
                        .toString())
                .contains("{\"name\":\"SERIN_WATCH_NAMESPACES\",\"value\":\"shop,pay\"}");
    }

    @Test
    void theOperatorsRoleHasNoWildcardAndFindsNoSecrets() {
        Manifests.objects(Helm.template().orThrow()).values().stream()
                .filter(object -> object.path("kind").asText().endsWith("Role"))
                .forEach(role -> {
                    assertThat(role.path("rules").toString()).doesNotContain("*");
                    role.path("rules").forEach(ChartIT::assertFindsNoSecrets);
                });
    }

    /** Who cannot list them has to know their names; none but its own is changed. */
    private static void assertFindsNoSecrets(JsonNode rule) {
        if (rule.path("resources").toString().contains("\"secrets\"")) {
            boolean own = rule.path("resourceNames").toString().equals("[\"serin-xds-tls\"]");
            Set<String> verbs = own ? Set.of("get", "patch") : Set.of("get", "create", "delete");
            rule.path("verbs")
                    .forEach(verb ->
                            assertThat(verb.asText()).as(rule.toString()).isIn(verbs));
        }
    }

    @Test
    void usersRolesAreOfReleasesAndNotOfTheirStatus() {
        Map<String, JsonNode> objects = Manifests.objects(Helm.template().orThrow());
        for (String role : List.of("view", "edit")) {
            JsonNode rules = object(objects, "ClusterRole serin-" + role).path("rules");
            assertThat(rules.findValues("resources").toString()).isEqualTo("[[\"canaryreleases\"]]");
            assertThat(rules.findValues("apiGroups").toString()).isEqualTo("[[\"serin.dev\"]]");
        }
        assertThat(object(objects, "ClusterRole serin-view")
                        .at("/rules/0/verbs")
                        .toString())
                .isEqualTo("[\"get\",\"list\",\"watch\"]");
        assertThat(Manifests.objects(
                        Helm.template("--set", "rbac.aggregate=false").orThrow()))
                .doesNotContainKeys("ClusterRole serin-view", "ClusterRole serin-edit");
    }

    @Test
    void aSecureChannelTakesReviewsOfTokensAndOneSecret() {
        Map<String, JsonNode> objects = Manifests.objects(Helm.template().orThrow());
        assertThat(object(objects, "ClusterRole serin-callers").path("rules").toString())
                .isEqualTo(
                        "[{\"apiGroups\":[\"authentication.k8s.io\"],\"resources\":[\"tokenreviews\"],\"verbs\":[\"create\"]}]");
        List<String> ofSecrets = new ArrayList<>();
        object(objects, "Role serin-system/serin-leader").path("rules").forEach(rule -> {
            if (rule.path("resources").toString().contains("\"secrets\"")) {
                ofSecrets.add(rule.path("resourceNames") + " " + rule.path("verbs"));
            }
        });
        assertThat(ofSecrets).containsExactly(" [\"create\"]", "[\"serin-xds-tls\"] [\"get\",\"patch\"]");
    }

    @Test
    void aChannelInPlainTextIsToldToTheOperatorAndTakesNeither() {
        Map<String, JsonNode> objects = Manifests.objects(
                Helm.template("--set", "xds.secure=false,rbac.secrets=false").orThrow());
        assertThat(objects.keySet()).noneMatch(key -> key.contains("serin-callers"));
        assertThat(objects.values().stream()
                        .filter(object -> object.path("kind").asText().endsWith("Role"))
                        .map(JsonNode::toString))
                .noneMatch(role -> role.contains("\"secrets\""));
        assertThat(object(objects, "Deployment serin-system/serin-operator").toString())
                .contains("{\"name\":\"SERIN_XDS_SECURE\",\"value\":\"false\"}");
    }

    @Test
    void theLeasesNameIsTheOneThatTheRoleNames() {
        assertThat(Helm.template("--set", "fullnameOverride=other").orThrow())
                .contains("resourceNames: [" + FIXED + "]");
        assertThat(Election.LEASE).isEqualTo(FIXED);
    }

    @Test
    void theDefinitionIsUpgradedWithTheChartAndStaysWithoutIt() {
        String crd = "CustomResourceDefinition canaryreleases.serin.dev";
        JsonNode kept = object(Manifests.objects(Helm.template().orThrow()), crd);
        assertThat(kept.at("/metadata/annotations").toString()).isEqualTo("{\"helm.sh/resource-policy\":\"keep\"}");
        JsonNode free = object(
                Manifests.objects(Helm.template("--set", "crds.keep=false").orThrow()), crd);
        assertThat(free.at("/metadata/annotations").isMissingNode()).isTrue();
        assertThat(Manifests.objects(
                        Helm.template("--set", "crds.enabled=false").orThrow()))
                .doesNotContainKey(crd);
    }
}
