package dev.serin.content;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The copies that a pod template names in place of the ConfigMaps and Secrets that its author named, and what they
 * contain. The template itself says so in an annotation, so that the author's can be told from it.
 *
 * @param bySource the copies by what they are copies of
 */
public record Copies(Map<Source, Copy> bySource) {
    /** The annotation of a template that names copies: {@code ConfigMap/app-config=app-config-1f2e3d4c:9a8b7c6d, ...}. */
    public static final String ANNOTATION = "serin.dev/content";

    public static final Copies NONE = new Copies(Map.of());

    private static final int MOST_OF_A_NAME = 253;

    public Copies {
        bySource = Map.copyOf(bySource);
    }

    /**
     * A copy.
     *
     * @param name the copy's own name; the same as that of what it is a copy of where there is none
     * @param hash of what it contains
     */
    public record Copy(String name, String hash) {
        /** The copy for one owner, by its uid, of this content. */
        public static Copy of(Source source, String owner, String hash) {
            String end = "-" + Hashes.of(owner, source.toString(), hash);
            int most = Math.min(source.name().length(), MOST_OF_A_NAME - end.length());
            return new Copy(source.name().substring(0, most) + end, hash);
        }
    }

    /** The copies that a template says it names. */
    public static Copies of(PodTemplateSpec template) {
        return Optional.ofNullable(template.getMetadata())
                .map(ObjectMeta::getAnnotations)
                .map(all -> all.get(ANNOTATION))
                .map(Copies::parse)
                .orElse(NONE);
    }

    /** As the annotation has it; what is none is left out. */
    public static Copies parse(String text) {
        Map<Source, Copy> copies = new LinkedHashMap<>();
        for (String one : text.split(", ", -1)) {
            int equals = one.indexOf('=');
            int colon = one.indexOf(':');
            if (equals > 0 && colon > equals) {
                var copy = new Copy(one.substring(equals + 1, colon), one.substring(colon + 1));
                Source.parse(one.substring(0, equals)).ifPresent(source -> copies.put(source, copy));
            }
        }
        return new Copies(copies);
    }

    /** What the copies contain, as hashes by the names of what they are copies of. */
    public Map<String, String> hashes() {
        return bySource.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toString(),
                        entry -> entry.getValue().hash()));
    }

    /** The template with the copies in place of what they are copies of. */
    public PodTemplateSpec named(PodTemplateSpec template) {
        if (bySource.isEmpty()) {
            return template;
        }
        PodTemplateSpec renamed = renamed(
                template,
                bySource.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().name())));
        return new PodTemplateSpecBuilder(renamed)
                .editOrNewMetadata()
                .addToAnnotations(ANNOTATION, toString())
                .endMetadata()
                .build();
    }

    /** The template as its author wrote it, whether it names copies or not. */
    public static PodTemplateSpec original(PodTemplateSpec template) {
        Copies copies = of(template);
        if (copies.bySource.isEmpty()) {
            return template;
        }
        Map<Source, String> back = new LinkedHashMap<>();
        copies.bySource.forEach((source, copy) -> back.put(new Source(source.kind(), copy.name()), source.name()));
        return new PodTemplateSpecBuilder(renamed(template, back))
                .editMetadata()
                .removeFromAnnotations(ANNOTATION)
                .endMetadata()
                .build();
    }

    private static PodTemplateSpec renamed(PodTemplateSpec template, Map<Source, String> names) {
        PodTemplateSpec copy = new PodTemplateSpecBuilder(template).build();
        Place.of(copy.getSpec())
                .forEach(place -> Optional.ofNullable(names.get(place.source())).ifPresent(place.rename()));
        return copy;
    }

    /** As the annotation has it. */
    @Override
    public String toString() {
        return new TreeMap<>(bySource)
                .entrySet().stream()
                        .map(entry -> "%s=%s:%s"
                                .formatted(
                                        entry.getKey(),
                                        entry.getValue().name(),
                                        entry.getValue().hash()))
                        .collect(Collectors.joining(", "));
    }
}
