package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.ArrayList;
import java.util.EnumSet;
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
        if (patch.has("$retainKeys")) {
            List<String> kept = new ArrayList<>();
            patch.path("$retainKeys").forEach(key -> kept.add(key.asText()));
            into.retain(kept);
        }
        patch.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.startsWith("$deleteFromPrimitiveList/")) {
                String list = name.substring(name.indexOf('/') + 1);
                value.forEach(item -> removeValue(into.path(list), item));
            } else if (name.startsWith("$")) {
                return; // the order of items only matters between concurrent patches
            } else if (value.isNull()) {
                into.remove(name);
            } else if (value.isObject()) {
                strategic(kind, into.get(name) instanceof ObjectNode old ? old : into.putObject(name), value);
            } else if (value instanceof ArrayNode list && key(kind, name) != null) {
                strategicList(kind, into.withArray(name), list, name);
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
            return switch (kind.name()) {
                case "Service" -> "port";
                case "EndpointSlice" -> null;
                default -> "containerPort";
            };
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

    /**
     * The document with the operations done; the document itself is not touched.
     *
     * @throws ApiException 422 when one of them does not fit
     */
    static JsonNode json(JsonNode document, JsonNode patch) {
        try {
            return JsonPatch.apply(patch, document, EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT));
        } catch (JsonPatchException | IllegalStateException e) {
            throw new ApiException(
                    422, "Invalid", "the server rejected our request due to an error in our request", List.of());
        }
    }
}
