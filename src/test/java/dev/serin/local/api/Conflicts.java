package dev.serin.local.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who else owns the fields that an apply would change, told in the real server's words. */
final class Conflicts {
    private record Conflict(String owner, String field) {}

    private final Kind kind;
    private final List<Conflict> all = new ArrayList<>();

    Conflicts(Kind kind, FieldSet contested, List<ManagedFields.Entry> others) {
        this.kind = kind;
        for (ManagedFields.Entry entry : others) {
            for (List<String> leaf : contested.within(entry.fields()).leaves()) {
                all.add(new Conflict(owner(entry), field(leaf)));
            }
        }
    }

    private String owner(ManagedFields.Entry entry) {
        StringBuilder text = new StringBuilder("\"" + entry.manager() + "\"");
        if (!entry.subresource().isEmpty()) {
            text.append(" with subresource \"").append(entry.subresource()).append('"');
        }
        if (entry.operation().equals("Update")) {
            text.append(" using ").append(kind.apiVersion()).append(" at ").append(entry.time());
        }
        return text.toString();
    }

    private static String field(List<String> leaf) {
        StringBuilder text = new StringBuilder();
        for (String element : leaf) {
            if (element.startsWith("f:")) {
                text.append('.').append(element.substring(2));
            } else if (element.startsWith("k:")) {
                List<String> keys = Json.read(element.substring(2)).properties().stream()
                        .map(key -> key.getKey() + "=" + key.getValue())
                        .toList();
                text.append('[').append(String.join(",", keys)).append(']');
            }
        }
        return text.toString();
    }

    ApiException refusal() {
        List<ApiException.Cause> causes = all.stream()
                .map(conflict -> new ApiException.Cause(
                        "FieldManagerConflict", "conflict with " + conflict.owner(), conflict.field()))
                .toList();
        return new ApiException(409, "Conflict", message(), causes);
    }

    private String message() {
        if (all.size() == 1) {
            return "Apply failed with 1 conflict: conflict with %s: %s"
                    .formatted(all.getFirst().owner(), all.getFirst().field());
        }
        Map<String, List<String>> byOwner = new TreeMap<>();
        all.forEach(conflict -> byOwner.computeIfAbsent(conflict.owner(), owner -> new ArrayList<>())
                .add("\n- " + conflict.field()));
        List<String> parts = byOwner.entrySet().stream()
                .map(entry -> "conflicts with %s:%s".formatted(entry.getKey(), String.join("", entry.getValue())))
                .toList();
        return "Apply failed with %d conflicts: %s".formatted(all.size(), String.join("\n", parts));
    }
}
