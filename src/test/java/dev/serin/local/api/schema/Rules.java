package dev.serin.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code x-kubernetes-validations} of a schema, at every level. */
final class Rules {
    private final JsonNode schema;

    Rules(JsonNode schema) {
        this.schema = schema;
    }

    List<Fault> check(JsonNode object, Optional<JsonNode> before) {
        List<Fault> faults = new ArrayList<>();
        check(schema, object, before, "", faults);
        return faults;
    }

    private void check(JsonNode own, JsonNode value, Optional<JsonNode> before, String path, List<Fault> faults) {
        for (JsonNode rule : own.path("x-kubernetes-validations")) {
            one(rule, own, value, before, path).ifPresent(faults::add);
        }
        if (value.isObject()) {
            own.path("properties").properties().forEach(property -> {
                String name = property.getKey();
                if (value.has(name) && !value.path(name).isNull()) {
                    Optional<JsonNode> old =
                            before.filter(node -> node.has(name)).map(node -> node.path(name));
                    check(property.getValue(), value.path(name), old, Shape.deeper(path, name), faults);
                }
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                // Items of an atomic list have no counterpart before.
                check(own.path("items"), value.path(i), Optional.empty(), path + "[" + i + "]", faults);
            }
        }
    }

    private static Optional<Fault> one(
            JsonNode rule, JsonNode own, JsonNode value, Optional<JsonNode> before, String path) {
        String text = rule.path("rule").asText();
        if (Cel.mentionsOldSelf(text) && before.isEmpty()) {
            return Optional.empty();
        }
        if (Cel.isTrue(text, value, before)) {
            return Optional.empty();
        }
        String field = path + rule.path("fieldPath").asText("");
        String type = "\"" + own.path("type").asText() + "\"";
        return Optional.of(Fault.invalid(shown(field), type, words(rule, value, before)));
    }

    /** The root itself has no path. */
    private static String shown(String field) {
        if (field.isEmpty()) {
            return "<nil>";
        }
        return field.startsWith(".") ? field.substring(1) : field;
    }

    private static String words(JsonNode rule, JsonNode value, Optional<JsonNode> before) {
        if (rule.has("messageExpression")) {
            return Cel.text(rule.path("messageExpression").asText(), value, before);
        }
        String otherwise = "failed rule: " + rule.path("rule").asText();
        return rule.path("message").asText(otherwise);
    }
}
