package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The annotation that client-side apply leaves. When kubectl goes over to server-side apply, fields that are still as
 * it says are kubectl's own, whoever is said to own them; and it is kept up to date for the way back.
 */
final class LastApplied {
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    private final Optional<String> text;
    private final FieldSet unchanged;

    private LastApplied(Optional<String> text, FieldSet unchanged) {
        this.text = text;
        this.unchanged = unchanged;
    }

    static LastApplied of(Kind kind, ObjectNode live, String manager) {
        JsonNode annotation = live.path("metadata").path("annotations").path(ANNOTATION);
        if (!manager.equals("kubectl") || !annotation.isTextual()) {
            return new LastApplied(Optional.empty(), FieldSet.empty());
        }
        JsonNode last = Json.read(annotation.asText());
        List<List<String>> same = FieldSet.of(kind, last, false).leaves().stream()
                .filter(leaf -> Items.at(last, leaf).equals(Items.at(live, leaf)))
                .toList();
        return new LastApplied(
                Optional.of(annotation.asText()), FieldSet.empty().plus(same));
    }

    /** What has not been changed since. */
    FieldSet unchanged() {
        return unchanged;
    }

    /** Writes down what is applied now, where there was such an annotation. */
    void renew(ObjectNode merged, ObjectNode applied) {
        if (text.isPresent()) {
            merged.withObject("/metadata/annotations").put(ANNOTATION, Json.write(applied) + "\n");
        }
    }
}
