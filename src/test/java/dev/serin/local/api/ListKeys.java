package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * By which keys the items of a list are told apart when it is merged; lists that are not named here are replaced whole.
 * From the {@code x-kubernetes-list-map-keys} of Kubernetes' own OpenAPI document, and of custom resources' schemas.
 */
final class ListKeys {
    private static final Map<String, List<String>> BUILT_IN = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
            Map.entry("conditions", List.of("type")),
            Map.entry("ownerReferences", List.of("uid")));

    private static final Set<String> SELECTING = Set.of("Service", "Deployment", "ReplicaSet", "PodDisruptionBudget");

    private ListKeys() {}

    /** The keys of the list in this field; empty for a list that is replaced whole. */
    static List<String> of(Kind kind, List<String> path) {
        String field = path.getLast();
        if (kind.isCustom() && !path.getFirst().equals("metadata")) {
            return keys(schema(kind.schema(), path));
        }
        if (field.equals("ports")) {
            return switch (kind.name()) {
                case "Service" -> List.of("port", "protocol");
                case "EndpointSlice" -> List.of();
                default -> List.of("containerPort", "protocol");
            };
        }
        return BUILT_IN.getOrDefault(field, List.of());
    }

    /** Whether an object is replaced whole and has one owner, by its {@code x-kubernetes-map-type}. */
    static boolean isAtomic(Kind kind, List<String> path) {
        return path.equals(List.of("spec", "selector")) && SELECTING.contains(kind.name());
    }

    /** Whether the list is a set of plain values. */
    static boolean isSet(List<String> path) {
        return path.equals(List.of("metadata", "finalizers"));
    }

    private static List<String> keys(JsonNode schema) {
        List<String> keys = new ArrayList<>();
        if (schema.path("x-kubernetes-list-type").asText().equals("map")) {
            schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
        }
        return keys;
    }

    private static JsonNode schema(JsonNode root, List<String> path) {
        JsonNode schema = root;
        for (String field : path) {
            schema = (schema.has("items") ? schema.path("items") : schema)
                    .path("properties")
                    .path(field);
        }
        return schema;
    }
}
