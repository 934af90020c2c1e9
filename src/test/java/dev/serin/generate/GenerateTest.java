package dev.serin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.local.api.schema.Validator;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is committed is what the sources generate, and the schema is one that a real API server takes. */
class GenerateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> committedFilesAreWhatTheSourcesGenerate() {
        return Generate.files().entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey().toString(),
                        () -> assertThat(Files.readString(file.getKey()))
                                .as("run: mvn -B -q test-compile exec:exec@generate")
                                .isEqualTo(file.getValue())));
    }

    @Test
    void theCommittedModuleIsWhatItsTextAssemblesTo() throws Exception {
        assertThat(Files.readAllBytes(Generate.MODULE))
                .as("run: mvn -B -q test-compile exec:exec@generate")
                .isEqualTo(Generate.module());
    }

    @Test
    void noRuleStandsTwice() {
        assertNoDuplicates(Crd.build());
    }

    private static void assertNoDuplicates(JsonNode node) {
        Set<String> rules = new HashSet<>();
        node.path("x-kubernetes-validations")
                .forEach(rule -> assertThat(rules.add(rule.path("rule").asText()))
                        .as(rule.toString())
                        .isTrue());
        node.forEach(GenerateTest::assertNoDuplicates);
    }

    @Test
    void theSchemaFillsInWhatTheTypesFillIn() throws Exception {
        String minimal = """
                {"spec": {
                  "targetRef": {"name": "a"}, "canaryRef": {"name": "b"},
                  "service": {"name": "s", "port": 9090}, "strategy": {"steps": [{"weight": 1}]}}}
                """;
        ObjectNode bySchema = (ObjectNode) JSON.readTree(minimal);
        new Validator(Crd.build().at("/spec/versions/0/schema/openAPIV3Schema")).fillIn(bySchema);
        CanaryReleaseSpec bare = JSON.treeToValue(JSON.readTree(minimal).path("spec"), CanaryReleaseSpec.class);
        CanaryReleaseSpec filled = JSON.treeToValue(bySchema.path("spec"), CanaryReleaseSpec.class);
        assertThat(bySchema.at("/spec/strategy/steps/0/hold").asText()).isEqualTo("0s");
        assertThat(filled).isEqualTo(bare);
        assertThat(JSON.<JsonNode>valueToTree(filled)).isEqualTo(JSON.<JsonNode>valueToTree(bare));
    }

    /** As a real API server sees to it when the definition is made: defaults within a default are not filled in then. */
    @Test
    void everyDefaultPassesItsOwnRulesAsItStands() {
        assertDefaultsPass(Crd.build().at("/spec/versions/0/schema/openAPIV3Schema"));
    }

    private static void assertDefaultsPass(JsonNode schema) {
        if (schema.path("default") instanceof ObjectNode value) {
            assertThat(new Validator(schema).check(value.deepCopy(), Optional.empty()))
                    .as("default " + value + " of " + schema.path("description").asText())
                    .isEmpty();
        }
        schema.forEach(GenerateTest::assertDefaultsPass);
    }

    @Test
    void everyFieldIsDescribed() {
        assertDescribed("", Crd.build().at("/spec/versions/0/schema/openAPIV3Schema"));
    }

    private static void assertDescribed(String path, JsonNode schema) {
        schema.path("properties").properties().forEach(property -> {
            String deeper = path + "." + property.getKey();
            if (!deeper.equals(".metadata")) {
                assertThat(property.getValue().path("description").asText())
                        .as(deeper)
                        .isNotEmpty();
            }
            assertDescribed(deeper, property.getValue());
            assertDescribed(deeper, property.getValue().path("items"));
        });
    }
}
