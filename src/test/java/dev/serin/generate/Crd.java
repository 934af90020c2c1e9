package dev.serin.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The CustomResourceDefinition: fabric8's generator writes it from the API's types, and {@link Rules} completes it. */
final class Crd {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private Crd() {}

    /** The definition as a tree. */
    static ObjectNode build() {
        ObjectNode definition = (ObjectNode) raw();
        ObjectNode version =
                (ObjectNode) definition.path("spec").path("versions").path(0);
        columns(version);
        ObjectNode root = (ObjectNode) version.path("schema").path("openAPIV3Schema");
        describe(root);
        new Rules(new Schema(root)).apply();
        return definition;
    }

    /** The definition as the committed file has it. */
    static String yaml() {
        try {
            return "# Generated from dev.serin.api.v1alpha1 by: mvn -B -q test-compile exec:exec@generate\n"
                    + YAML.writeValueAsString(build());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode raw() {
        var out = new ByteArrayOutputStream();
        new CRDGenerator()
                .customResourceClasses(CanaryRelease.class)
                .forCRDVersions("v1")
                .withOutput(new CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream>() {
                    @Override
                    protected ByteArrayOutputStream createStreamFor(String name) {
                        return out;
                    }
                })
                .detailedGenerate();
        try {
            return YAML.readTree(out.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The generator sorts them by path; people read them in the order in which the type lists them. */
    private static void columns(ObjectNode version) {
        ArrayNode columns = version.putArray("additionalPrinterColumns");
        for (AdditionalPrinterColumn column : CanaryRelease.class.getAnnotationsByType(AdditionalPrinterColumn.class)) {
            columns.addObject()
                    .put("name", column.name())
                    .put("jsonPath", column.jsonPath())
                    .put("type", column.type().getValue());
        }
    }

    private static void describe(ObjectNode root) {
        var schema = new Schema(root);
        schema.root()
                .describe("CanaryRelease splits the requests of one gRPC or HTTP service between a stable and a canary"
                        + " version by weight, on connections that are already open.");
        schema.at("spec").describe("What is wanted.");
        schema.at("status").describe("What was decided and what was seen; written by the operator.");
        // The API server's own types, which say nothing of themselves.
        schema.at("spec.proxy.resources.requests")
                .describe("What is set aside for it on its node, by resource, such as cpu: 100m.");
        schema.at("spec.proxy.resources.limits")
                .describe("What it cannot go above, by resource, such as memory: 512Mi.");
        ObjectNode properties = root.withObject("/properties");
        properties
                .putObject("apiVersion")
                .put("type", "string")
                .put("description", "The version of this object's schema: serin.dev/v1alpha1.");
        properties.putObject("kind").put("type", "string").put("description", "Always CanaryRelease.");
        properties
                .putObject("metadata")
                .put("type", "object")
                .withObject("/properties")
                .putObject("name")
                .put("type", "string")
                .put("description", "The release's name.");
        ArrayNode required = root.putArray("required");
        required.add("spec");
    }
}
