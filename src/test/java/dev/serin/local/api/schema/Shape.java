package dev.serin.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Types, bounds, patterns and required fields. */
final class Shape {
    private final List<Fault> faults;

    Shape(List<Fault> faults) {
        this.faults = faults;
    }

    void check(JsonNode schema, JsonNode value, String path) {
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!isOfType(schema, value)) {
            String shown = "\"" + typeOf(value) + "\"";
            faults.add(new Fault(
                    "FieldValueTypeInvalid",
                    "Invalid value: %s: %s in body must be of type %s: %s"
                            .formatted(shown, path, schema.path("type").asText(), shown),
                    path));
            return;
        }
        enumeration(schema, value, path);
        if (value.isNumber()) {
            number(schema, value, path);
        } else if (value.isTextual()) {
            text(schema, value.asText(), path);
        } else if (value.isArray()) {
            list(schema, value, path);
        } else if (value.isObject()) {
            object(schema, value, path);
        }
    }

    private static boolean isOfType(JsonNode schema, JsonNode value) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return value.isTextual() || value.isIntegralNumber();
        }
        return switch (schema.path("type").asText("")) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> true;
        };
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case NULL -> "null";
            default -> "object";
        };
    }

    private void enumeration(JsonNode schema, JsonNode value, String path) {
        JsonNode allowed = schema.path("enum");
        if (allowed.isArray()
                && StreamSupport.stream(allowed.spliterator(), false).noneMatch(value::equals)) {
            List<String> all = new ArrayList<>();
            allowed.forEach(each -> all.add("\"" + each.asText() + "\""));
            String words = "Unsupported value: %s: supported values: %s".formatted(value, String.join(", ", all));
            faults.add(new Fault("FieldValueNotSupported", words, path));
        }
    }

    private void number(JsonNode schema, JsonNode value, String path) {
        if (schema.has("minimum") && value.asDouble() < schema.path("minimum").asDouble()) {
            invalid(value, path, "should be greater than or equal to " + plain(schema.path("minimum")));
        }
        if (schema.has("maximum") && value.asDouble() > schema.path("maximum").asDouble()) {
            invalid(value, path, "should be less than or equal to " + plain(schema.path("maximum")));
        }
    }

    private void text(JsonNode schema, String value, String path) {
        if (schema.has("maxLength") && value.length() > schema.path("maxLength").asInt()) {
            String words =
                    "Too long: may not be more than " + schema.path("maxLength").asInt() + " bytes";
            faults.add(new Fault("FieldValueTooLong", words, path));
        }
        String quoted = "\"" + value + "\"";
        if (schema.has("minLength") && value.length() < schema.path("minLength").asInt()) {
            String words = "%s in body should be at least %d chars long"
                    .formatted(path, schema.path("minLength").asInt());
            faults.add(Fault.invalid(path, quoted, words));
        }
        if (schema.has("pattern")
                && !Pattern.compile(schema.path("pattern").asText())
                        .matcher(value)
                        .find()) {
            String words = "%s in body should match '%s'"
                    .formatted(path, schema.path("pattern").asText());
            faults.add(Fault.invalid(path, quoted, words));
        }
    }

    private void list(JsonNode schema, JsonNode value, String path) {
        if (schema.has("maxItems") && value.size() > schema.path("maxItems").asInt()) {
            String words = "Too many: %d: must have at most %d items"
                    .formatted(value.size(), schema.path("maxItems").asInt());
            faults.add(new Fault("FieldValueTooMany", words, path));
        }
        if (schema.has("minItems") && value.size() < schema.path("minItems").asInt()) {
            String words = "%s in body should have at least %d items"
                    .formatted(path, schema.path("minItems").asInt());
            faults.add(Fault.invalid(path, String.valueOf(value.size()), words));
        }
        Set<JsonNode> seen = new HashSet<>();
        JsonNode keys = schema.path("x-kubernetes-list-map-keys");
        for (int i = 0; i < value.size(); i++) {
            String deeper = path + "[" + i + "]";
            check(schema.path("items"), value.path(i), deeper);
            if (keys.isArray() && !seen.add(only(value.path(i), keys))) {
                String words = "Duplicate value: " + only(value.path(i), keys);
                faults.add(new Fault("FieldValueDuplicate", words, deeper));
            }
        }
    }

    private static JsonNode only(JsonNode item, JsonNode keys) {
        var key = JsonNodeFactory.instance.objectNode();
        keys.forEach(name -> key.set(name.asText(), item.path(name.asText())));
        return key;
    }

    private void object(JsonNode schema, JsonNode value, String path) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                faults.add(new Fault("FieldValueRequired", "Required value", deeper(path, name.asText())));
            }
        }
        schema.path("properties").properties().forEach(property -> {
            if (value.has(property.getKey())) {
                check(property.getValue(), value.path(property.getKey()), deeper(path, property.getKey()));
            }
        });
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isObject()) {
            value.properties().forEach(field -> check(additional, field.getValue(), deeper(path, field.getKey())));
        }
    }

    private void invalid(JsonNode value, String path, String words) {
        faults.add(Fault.invalid(path, value.asText(), path + " in body " + words));
    }

    /** A whole number has no fraction, even where a client wrote the bound as {@code 10.0}. */
    private static String plain(JsonNode bound) {
        return bound.decimalValue().stripTrailingZeros().toPlainString();
    }

    static String deeper(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
