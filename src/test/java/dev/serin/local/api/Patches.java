package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON patch (RFC 6902), merge patch (RFC 7386) and Kubernetes' strategic merge patch. */
final class Patches {
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath",
            "conditions", "type",
            "ownerReferences", "uid",
            "imagePullSecrets", "name");

    private Patches() {}

    static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                into.remove(field.getKey());
            } else if (value.isObject()) {
                merge(into.get(field.getKey()) instanceof ObjectNode old ? old : into.putObject(field.getKey()), value);
            } else {
                into.set(field.getKey(), value);
            }
        });
    }

    static void strategic(Kind kind, ObjectNode into, JsonNode patch) {
        if (patch.path("$patch").asText().equals("replace")) {
            into.removeAll();
        }
        patch.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.startsWith("$deleteFromPrimitiveList/")) {
                String list = name.substring(name.indexOf('/') + 1);
                value.forEach(item -> removeValue(into.path(list), item));
            } else if (name.startsWith("$")) {
                return; // element order and retained keys only matter between concurrent patches
            } else if (value.isNull()) {
                into.remove(name);
            } else if (value.isObject()) {
                strategic(kind, into.get(name) instanceof ObjectNode old ? old : into.putObject(name), value);
            } else if (value instanceof ArrayNode list
                    && into.get(name) instanceof ArrayNode old
                    && key(kind, name) != null) {
                strategicList(kind, old, list, name);
            } else {
                into.set(name, value);
            }
        });
    }

    private static void removeValue(JsonNode list, JsonNode value) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).equals(value) && list instanceof ArrayNode array) {
                array.remove(i);
            }
        }
    }

    private static @Nullable String key(Kind kind, String field) {
        if (field.equals("ports")) {
            return kind.name().equals("Service") ? "port" : "containerPort";
        }
        return field.equals("finalizers") ? "" : MERGE_KEYS.get(field);
    }

    private static void strategicList(Kind kind, ArrayNode into, ArrayNode patch, String field) {
        String key = String.valueOf(key(kind, field));
        for (JsonNode item : patch) {
            int index = index(into, item, key);
            if (item.path("$patch").asText().equals("delete")) {
                if (index >= 0) {
                    into.remove(index);
                }
            } else if (index >= 0 && into.get(index) instanceof ObjectNode old) {
                strategic(kind, old, item);
            } else if (index < 0) {
                into.add(item);
            }
        }
    }

    private static int index(ArrayNode list, JsonNode item, String key) {
        for (int i = 0; i < list.size(); i++) {
            boolean same = key.isEmpty()
                    ? list.get(i).equals(item)
                    : list.get(i).path(key).equals(item.path(key));
            if (same) {
                return i;
            }
        }
        return -1;
    }

    static JsonNode json(JsonNode document, JsonNode patch) {
        JsonNode result = document.deepCopy();
        for (JsonNode operation : patch) {
            String path = operation.path("path").asText();
            switch (operation.path("op").asText()) {
                case "add" -> put(result, path, operation.path("value"), true);
                case "replace" -> put(result, path, operation.path("value"), false);
                case "remove" -> take(result, path);
                case "test" -> {
                    if (!result.at(path).equals(operation.path("value"))) {
                        throw new ApiException(
                                422,
                                "Invalid",
                                "the server rejected our request due to an error in our request",
                                List.of());
                    }
                }
                default -> throw ApiException.badRequest("unknown operation " + operation);
            }
        }
        return result;
    }

    private static void put(JsonNode root, String path, JsonNode value, boolean insert) {
        JsonNode parent = root.at(parent(path));
        String last = last(path);
        switch (parent) {
            case ObjectNode object -> object.set(last, value.deepCopy());
            case ArrayNode array -> put(array, last, value.deepCopy(), insert);
            default ->
                throw new ApiException(
                        422, "Invalid", "the server rejected our request due to an error in our request", List.of());
        }
    }

    private static void put(ArrayNode array, String place, JsonNode value, boolean insert) {
        if (place.equals("-")) {
            array.add(value);
        } else if (insert) {
            array.insert(Integer.parseInt(place), value);
        } else {
            array.set(Integer.parseInt(place), value);
        }
    }

    private static void take(JsonNode root, String path) {
        JsonNode parent = root.at(parent(path));
        if (parent instanceof ObjectNode object) {
            object.remove(last(path));
        } else if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(last(path)));
        }
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String last(String path) {
        List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
        return parts.getLast().replace("~1", "/").replace("~0", "~");
    }
}
