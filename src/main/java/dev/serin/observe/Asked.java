package dev.serin.observe;

import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who wrote the annotation that asks for an action, and when, as the API server keeps it in {@code managedFields}: the
 * name of a field manager, such as {@code kubectl-annotate}.
 */
public record Asked(String by, String at) {
    static final String NOBODY = "somebody";

    /** Empty where the API server does not say. */
    public static Optional<Asked> of(CanaryRelease release) {
        return Optional.ofNullable(release.getMetadata().getManagedFields()).stream()
                .flatMap(List::stream)
                .filter(Asked::ownsAnnotation)
                .findFirst()
                .map(entry -> new Asked(
                        Optional.ofNullable(entry.getManager()).orElse(NOBODY),
                        Optional.ofNullable(entry.getTime()).orElse("")));
    }

    static boolean ownsAnnotation(ManagedFieldsEntry entry) {
        return Optional.ofNullable(entry.getFieldsV1())
                .map(FieldsV1::getAdditionalProperties)
                .flatMap(fields -> deeper(fields, "f:metadata"))
                .flatMap(fields -> deeper(fields, "f:annotations"))
                .filter(fields -> fields.containsKey("f:" + Observer.ACTION))
                .isPresent();
    }

    private static Optional<Map<?, ?>> deeper(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> found ? Optional.of(found) : Optional.empty();
    }
}
