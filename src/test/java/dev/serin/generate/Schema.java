package dev.serin.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** A structural schema under the editor's hand. A field is named by its path; {@code []} steps into a list's items. */
final class Schema {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode root;

    Schema(ObjectNode root) {
        this.root = root;
    }

    Field root() {
        return new Field(root);
    }

    /** The field at a path; it is an error if there is none, so that no rule outlives its field. */
    Field at(String path) {
        ObjectNode node = root;
        for (String name : path.split("\\.", -1)) {
            boolean items = name.endsWith("[]");
            JsonNode child = node.path("properties").path(items ? name.substring(0, name.length() - 2) : name);
            child = items ? child.path("items") : child;
            if (!(child instanceof ObjectNode object)) {
                throw new IllegalArgumentException("the schema has no field " + path);
            }
            node = object;
        }
        return new Field(node);
    }

    static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    static JsonNode number(int value) {
        return IntNode.valueOf(value);
    }

    static JsonNode flag(boolean value) {
        return BooleanNode.valueOf(value);
    }

    static JsonNode list() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** One field of a schema. */
    record Field(ObjectNode node) {
        Field defaults(JsonNode value) {
            node.set("default", value);
            return this;
        }

        Field between(int least, int most) {
            node.put("minimum", least).put("maximum", most).put("format", "int32");
            return this;
        }

        /** A number with a fraction, both ends included. */
        Field range(double least, double most) {
            node.put("minimum", least).put("maximum", most);
            return this;
        }

        Field length(int least, int most) {
            node.put("minLength", least).put("maxLength", most);
            return this;
        }

        Field items(int least, int most) {
            node.put("minItems", least).put("maxItems", most).put("x-kubernetes-list-type", "atomic");
            return this;
        }

        Field only(String... values) {
            ArrayNode allowed = node.putArray("enum");
            for (String value : values) {
                allowed.add(value);
            }
            return this;
        }

        Field pattern(String pattern) {
            node.put("pattern", pattern);
            return this;
        }

        Field format(String format) {
            node.put("format", format);
            return this;
        }

        Field without(String property) {
            node.withObject("/properties").remove(property);
            return this;
        }

        Field atomic() {
            node.put("x-kubernetes-list-type", "atomic");
            return this;
        }

        Field mapBy(String key) {
            node.put("x-kubernetes-list-type", "map")
                    .putArray("x-kubernetes-list-map-keys")
                    .add(key);
            return this;
        }

        Field require(String... names) {
            ArrayNode required = node.withObject("/items").putArray("required");
            for (String name : names) {
                required.add(name);
            }
            return this;
        }

        Field describe(String words) {
            node.put("description", words);
            return this;
        }

        Field rule(String rule, String message) {
            node.withArray("x-kubernetes-validations")
                    .addObject()
                    .put("rule", rule)
                    .put("message", message);
            return this;
        }

        Field rule(String rule, String message, String fieldPath) {
            node.withArray("x-kubernetes-validations")
                    .addObject()
                    .put("rule", rule)
                    .put("message", message)
                    .put("fieldPath", fieldPath);
            return this;
        }
    }
}
