package dev.serin.generate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** The reference of all fields, as a Markdown table. */
final class Reference {
    private Reference() {}

    static String markdown() {
        JsonNode root = Crd.build().at("/spec/versions/0/schema/openAPIV3Schema");
        StringBuilder text = new StringBuilder("# Fields of a CanaryRelease\n\nGenerated from the schema by"
                + " `mvn -B -q test-compile exec:exec@generate`; `kubectl explain canary.spec` says the same.\n");
        section(text, "spec", root.path("properties").path("spec"));
        section(text, "status", root.path("properties").path("status"));
        return text.toString();
    }

    private static void section(StringBuilder text, String name, JsonNode schema) {
        text.append("\n## ").append(name).append("\n\n| field | type | default | meaning |\n|---|---|---|---|\n");
        rows(text, name, schema);
    }

    private static void rows(StringBuilder text, String path, JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            JsonNode own = property.getValue();
            boolean list = own.path("type").asText().equals("array");
            String deeper = path + "." + property.getKey() + (list ? "[]" : "");
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            deeper,
                            type(own),
                            required.contains(property.getKey()) ? "required" : shown(own.path("default")),
                            own.path("description").asText("").replace("|", "\\|")));
            rows(text, deeper, list ? own.path("items") : own);
        });
    }

    private static String type(JsonNode own) {
        if (own.has("enum")) {
            StringBuilder values = new StringBuilder();
            own.path("enum")
                    .forEach(value -> values.append(values.isEmpty() ? "" : ", ")
                            .append('`')
                            .append(value.asText())
                            .append('`'));
            return values.toString();
        } else if (own.has("minimum")) {
            return "%s to %s"
                    .formatted(own.path("minimum").asText(), own.path("maximum").asText());
        }
        return own.path("type").asText("");
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "" : "`" + (value.isTextual() ? value.asText() : value.toString()) + "`";
    }
}
