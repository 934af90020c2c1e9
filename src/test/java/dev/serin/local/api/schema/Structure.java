package dev.serin.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Pruning and defaults. */
final class Structure {
    private static final List<String> ALWAYS = List.of("apiVersion", "kind", "metadata");

    private Structure() {}

    static void prune(JsonNode schema, JsonNode value, String path, List<String> gone) {
        if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            return;
        }
        if (value instanceof ObjectNode object && !schema.has("additionalProperties")) {
            List<String> names =
                    object.properties().stream().map(field -> field.getKey()).toList();
            for (String name : names) {
                String deeper = path.isEmpty() ? name : path + "." + name;
                JsonNode property = schema.path("properties").path(name);
                boolean always = path.isEmpty() && ALWAYS.contains(name);
                if (!always && property.isMissingNode()) {
                    object.remove(name);
                    gone.add(deeper);
                } else if (!always) {
                    prune(property, object.path(name), deeper, gone);
                }
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                prune(schema.path("items"), value.path(i), path + "[" + i + "]", gone);
            }
        }
    }

    static void fillIn(JsonNode schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            schema.path("properties").properties().forEach(property -> {
                String name = property.getKey();
                JsonNode own = property.getValue();
                boolean absent = !object.has(name)
                        || (object.path(name).isNull() && !own.path("nullable").asBoolean());
                if (absent && own.has("default")) {
                    object.set(name, own.path("default").deepCopy());
                }
                fillIn(own, object.path(name));
            });
            JsonNode additional = schema.path("additionalProperties");
            if (additional.isObject()) {
                object.forEach(each -> fillIn(additional, each));
            }
        } else if (value.isArray()) {
            value.forEach(item -> fillIn(schema.path("items"), item));
        }
    }
}
