package dev.serin.reconcile;

import dev.serin.content.Copier;
import dev.serin.content.Copies;
import dev.serin.content.Copies.Copy;
import dev.serin.content.Hashes;
import dev.serin.content.Source;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies for the pods of a ReplicaSet, which go with it. An annotation of it tells which there are, and is written
 * before them, so that they can be taken away without listing all that there is.
 */
final class SetCopies {
    private static final Logger log = LoggerFactory.getLogger(SetCopies.class);
    private static final String COPIES = "serin.dev/copies";

    private final KubernetesClient client;
    private final Copier copier;

    SetCopies(KubernetesClient client, Copier copier) {
        this.client = client;
        this.copier = copier;
    }

    /** Makes those that are not there yet, of content that is still the same. */
    void make(ReplicaSet set, String release, String uid, Map<String, String> content) {
        Copies planned = planned(set, uid, content);
        String noted = uid(set) + " " + planned;
        if (!noted.equals(annotation(set).orElse(null))) {
            annotate(set, noted);
        }
        planned.bySource().forEach((source, copy) -> {
            boolean needed = !copy.hash().equals(Hashes.MISSING);
            if (needed && !copier.exists(namespace(set), source, copy)) {
                copier.copy(namespace(set), release, source, copy, set);
            }
        });
    }

    /** Has new pods of the ReplicaSet read its copies, as far as there are any. */
    void use(ReplicaSet set, String uid, Map<String, String> content) {
        Map<Source, Copy> present = new HashMap<>();
        planned(set, uid, content).bySource().forEach((source, copy) -> {
            boolean there = copy.hash().equals(Hashes.MISSING) || copier.exists(namespace(set), source, copy);
            present.put(source, there ? copy : new Copy(source.name(), copy.hash()));
        });
        log.info("new pods of ReplicaSet {} get copies of {}", set.getMetadata().getName(), present.keySet());
        template(set, new Copies(present).named(set.getSpec().getTemplate()));
    }

    /** Has new pods of the ReplicaSet read what the template's author named. */
    void leave(ReplicaSet set) {
        log.info(
                "new pods of ReplicaSet {} get what their template names",
                set.getMetadata().getName());
        template(set, Copies.original(set.getSpec().getTemplate()));
    }

    /** Takes the copies away, unless the ReplicaSet names them. */
    void drop(ReplicaSet set) {
        if (annotation(set).isEmpty() || isInUse(set)) {
            return;
        }
        String mine = uid(set) + " ";
        annotation(set)
                .filter(noted -> noted.startsWith(mine))
                .map(noted -> Copies.parse(noted.substring(mine.length())))
                .orElse(Copies.NONE)
                .bySource()
                .forEach((source, copy) ->
                        copier.remove(namespace(set), new Source(source.kind(), copy.name()), uid(set)));
        annotate(set, null);
    }

    /** The same, unless one of its pods names them: one that was made while it did. */
    void dropUnlessRead(ReplicaSet set) {
        boolean read = annotation(set).isPresent()
                && client
                        .pods()
                        .inNamespace(namespace(set))
                        .withLabels(set.getSpec().getSelector().getMatchLabels())
                        .list()
                        .getItems()
                        .stream()
                        .map(pod -> pod.getMetadata().getAnnotations())
                        .filter(Objects::nonNull)
                        .anyMatch(all -> all.containsKey(Copies.ANNOTATION));
        if (!read) {
            drop(set);
        }
    }

    static boolean isInUse(ReplicaSet set) {
        return !Copies.of(set.getSpec().getTemplate()).bySource().isEmpty();
    }

    private static Copies planned(ReplicaSet set, String uid, Map<String, String> content) {
        Map<Source, Copy> planned = new HashMap<>();
        content.forEach((name, hash) ->
                Source.parse(name).ifPresent(source -> planned.put(source, Copy.of(source, uid + uid(set), hash))));
        return new Copies(planned);
    }

    private void template(ReplicaSet set, PodTemplateSpec template) {
        var change = Map.of("op", "replace", "path", "/spec/template", "value", template);
        patch(set, PatchType.JSON, client.getKubernetesSerialization().asJson(List.of(change)));
    }

    private void annotate(ReplicaSet set, @Nullable String copies) {
        String value =
                copies == null ? "null" : client.getKubernetesSerialization().asJson(copies);
        patch(set, PatchType.JSON_MERGE, "{\"metadata\":{\"annotations\":{\"%s\":%s}}}".formatted(COPIES, value));
    }

    private void patch(ReplicaSet set, PatchType type, String patch) {
        var context = new PatchContext.Builder()
                .withPatchType(type)
                .withFieldManager(CanaryReleaseReconciler.FIELD_MANAGER)
                .build();
        client.apps()
                .replicaSets()
                .inNamespace(namespace(set))
                .withName(set.getMetadata().getName())
                .patch(context, patch);
    }

    private static Optional<String> annotation(ReplicaSet set) {
        return Optional.ofNullable(set.getMetadata().getAnnotations()).map(all -> all.get(COPIES));
    }

    private static String namespace(ReplicaSet set) {
        return set.getMetadata().getNamespace();
    }

    private static String uid(ReplicaSet set) {
        return set.getMetadata().getUid();
    }
}
