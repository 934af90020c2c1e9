package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold of the object that is there, and of its namespace, before a write is done. */
final class Preconditions {
    private Preconditions() {}

    /** Nothing is created in a namespace that is not there or is going. */
    static void namespace(Store store, Address address, String name) {
        if (!address.kind().namespaced()) {
            return;
        }
        Optional<ObjectNode> namespace = store.get(new Address.Key("", "namespaces", "", address.namespace()));
        if (namespace.isEmpty()) {
            throw new ApiException(
                    404, "NotFound", "namespaces \"%s\" not found".formatted(address.namespace()), List.of());
        }
        if (namespace.get().path("metadata").has("deletionTimestamp")) {
            String message =
                    "%s \"%s\" is forbidden: unable to create new content in namespace %s because it is being terminated"
                            .formatted(address.kind().qualified(), name, address.namespace());
            throw new ApiException(403, "Forbidden", message, List.of());
        }
    }

    /** Who means an object that has been replaced by another of its name must not change that one. */
    static void sameObject(Kind kind, ObjectNode live, JsonNode meant) {
        String uid = meant.path("uid").asText("");
        String is = live.path("metadata").path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(is)) {
            String message =
                    "Operation cannot be fulfilled on %s \"%s\": Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(kind.qualified(), Json.name(live), uid, is);
            throw new ApiException(409, "Conflict", message, List.of());
        }
    }

    static void sameVersion(Kind kind, ObjectNode live, JsonNode meant) {
        long version = meant.path("resourceVersion").asLong(0);
        if (version != 0 && version != Json.version(live)) {
            throw ApiException.stale(kind, Json.name(live));
        }
    }

    /** An object that is being deleted can only lose finalizers. */
    static void noNewFinalizers(Kind kind, ObjectNode live, ObjectNode next) {
        if (!live.path("metadata").has("deletionTimestamp")) {
            return;
        }
        List<String> added = new ArrayList<>();
        for (JsonNode finalizer : next.path("metadata").path("finalizers")) {
            if (Items.index(live.path("metadata").path("finalizers"), "v:" + Json.write(finalizer)) < 0) {
                added.add(Json.write(finalizer));
            }
        }
        if (!added.isEmpty()) {
            String words =
                    "Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{%s}"
                            .formatted(String.join(", ", added));
            throw ApiException.invalid(
                    kind,
                    Json.name(live),
                    List.of(new ApiException.Cause("FieldValueForbidden", words, "metadata.finalizers")));
        }
    }
}
