package dev.serin.content;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A ConfigMap or Secret that a pod template names.
 *
 * @param required whether pods wait for it
 */
public record Reference(Source source, boolean required) {

    /** All that a template names, each once, in order. */
    public static List<Reference> of(PodTemplateSpec template) {
        Map<Source, Boolean> all = new TreeMap<>();
        Place.of(template.getSpec()).forEach(place -> all.merge(place.source(), !place.optional(), Boolean::logicalOr));
        return all.entrySet().stream()
                .map(entry -> new Reference(entry.getKey(), entry.getValue()))
                .toList();
    }
}
