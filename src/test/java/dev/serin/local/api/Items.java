package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds, reads and removes what a {@link FieldSet}'s path names. */
final class Items {
    private Items() {}

    /** The path element of a list's item: its keys as JSON, in order. A port's protocol is TCP unless it says else. */
    static String element(JsonNode item, List<String> keys) {
        ObjectNode key = Json.object();
        keys.stream().sorted().forEach(name -> {
            if (item.has(name)) {
                key.set(name, item.get(name));
            } else if (name.equals("protocol")) {
                key.put(name, "TCP");
            }
        });
        return "k:" + Json.write(key);
    }

    /** The value at a path; empty where there is none. */
    static Optional<JsonNode> at(JsonNode root, List<String> path) {
        JsonNode node = root;
        for (String element : path) {
            if (element.equals(".")) {
                continue;
            }
            node = child(node, element);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(node);
    }

    private static @Nullable JsonNode child(JsonNode node, String element) {
        if (element.startsWith("f:")) {
            return node.get(element.substring(2));
        }
        int index = index(node, element);
        return index < 0 ? null : node.get(index);
    }

    /** The index of the item that an element names; -1 where there is none. */
    static int index(JsonNode list, String element) {
        JsonNode wanted = Json.read(element.startsWith("k:") ? element.substring(2) : "[" + element.substring(2) + "]");
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            if (element.startsWith("k:") ? matches(item, wanted) : item.equals(wanted.get(0))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(JsonNode item, JsonNode keys) {
        return keys.properties().stream().allMatch(key -> {
            JsonNode value = item.get(key.getKey());
            return value == null
                    ? key.getKey().equals("protocol") && key.getValue().asText().equals("TCP")
                    : value.equals(key.getValue());
        });
    }

    /** Removes what a path names, and objects and lists that are empty for it. */
    static void remove(JsonNode root, List<String> path) {
        List<String> real = path.getLast().equals(".") ? path.subList(0, path.size() - 1) : path;
        Optional<JsonNode> parent = at(root, real.subList(0, real.size() - 1));
        String last = real.getLast();
        if (parent.isEmpty()) {
            return;
        }
        if (parent.get() instanceof ObjectNode object) {
            object.remove(last.substring(2));
        } else if (parent.get() instanceof ArrayNode list) {
            int index = index(list, last);
            if (index >= 0) {
                list.remove(index);
            }
        }
        if (parent.get().isEmpty() && real.size() > 2) {
            remove(root, real.subList(0, real.size() - 1));
        }
    }
}
