package dev.serin.local.controllers;

import dev.serin.local.controllers.WorkQueue.ObjectKey;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The stand-in for the garbage collector: deletes what is left without any owner, and lets an owner that is deleted in
 * the foreground go when nothing blocks it any more. It follows {@link OwnedKinds} and every custom kind defined.
 */
final class GarbageCollector implements AutoCloseable {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private final KubernetesClient client;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final WorkQueue queue = new WorkQueue("garbage-collector", this::reconcile);
    private final SharedIndexInformer<CustomResourceDefinition> definitions;

    /** A kind, and what there is of it. */
    private record Watched(ResourceDefinitionContext kind, SharedIndexInformer<GenericKubernetesResource> informer) {}

    GarbageCollector(KubernetesClient client) {
        this.client = client;
        OwnedKinds.BUILT_IN.forEach(this::watch);
        definitions = client.apiextensions().v1().customResourceDefinitions().runnableInformer(0);
        // Not on the informer's thread: starting an informer waits for one.
        Caches.onChange(
                definitions,
                definition -> queue.add("definition", definition.getMetadata().getName()));
        definitions.start().toCompletableFuture().join();
    }

    private void watch(ResourceDefinitionContext kind) {
        watched.computeIfAbsent(kind.getGroup() + "/" + kind.getKind(), name -> {
            SharedIndexInformer<GenericKubernetesResource> informer =
                    client.genericKubernetesResources(kind).inAnyNamespace().runnableInformer(0);
            informer.addEventHandler(new Seen());
            informer.start().toCompletableFuture().join();
            return new Watched(kind, informer);
        });
    }

    private void reconcile(ObjectKey key) {
        if (key.namespace().equals("definition")) {
            CustomResourceDefinition definition = definitions.getStore().getByKey(key.name());
            if (definition != null) {
                watch(OwnedKinds.of(definition));
            }
            return;
        }
        Optional<GenericKubernetesResource> found = find(key.name());
        if (found.isEmpty()) {
            return;
        }
        GenericKubernetesResource object = found.get();
        List<String> finalizers = object.getMetadata().getFinalizers();
        if (object.getMetadata().getDeletionTimestamp() == null) {
            collect(object);
        } else if (finalizers.contains(FOREGROUND)) {
            deleteInForeground(object);
        } else if (finalizers.contains(ORPHAN)) {
            dependents(object.getMetadata().getUid()).forEach(dependent -> release(dependent, object));
            removeFinalizer(object, ORPHAN);
        }
    }

    private void collect(GenericKubernetesResource object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        if (!owners.isEmpty()
                && owners.stream()
                        .noneMatch(owner -> exists(owner, object.getMetadata().getNamespace()))) {
            delete(object, DeletionPropagation.BACKGROUND);
        }
    }

    private void deleteInForeground(GenericKubernetesResource owner) {
        List<GenericKubernetesResource> blocking = dependents(
                        owner.getMetadata().getUid())
                .filter(dependent -> dependent.getMetadata().getOwnerReferences().stream()
                        .anyMatch(reference ->
                                reference.getUid().equals(owner.getMetadata().getUid())
                                        && Boolean.TRUE.equals(reference.getBlockOwnerDeletion())))
                .toList();
        if (blocking.isEmpty()) {
            removeFinalizer(owner, FOREGROUND);
        }
        blocking.stream()
                .filter(dependent -> dependent.getMetadata().getDeletionTimestamp() == null)
                .forEach(dependent -> delete(dependent, DeletionPropagation.FOREGROUND));
    }

    private void release(GenericKubernetesResource dependent, GenericKubernetesResource owner) {
        String uid = owner.getMetadata().getUid();
        client.resource(dependent).edit(now -> {
            now.getMetadata()
                    .setOwnerReferences(now.getMetadata().getOwnerReferences().stream()
                            .filter(reference -> !reference.getUid().equals(uid))
                            .toList());
            return now;
        });
    }

    private void removeFinalizer(GenericKubernetesResource object, String finalizer) {
        client.resource(object).edit(now -> {
            now.getMetadata()
                    .setFinalizers(now.getMetadata().getFinalizers().stream()
                            .filter(name -> !name.equals(finalizer))
                            .toList());
            return now;
        });
    }

    private void delete(GenericKubernetesResource object, DeletionPropagation propagation) {
        client.resource(object).withPropagationPolicy(propagation).delete();
    }

    /** In doubt (a kind that is not followed) it does: nothing is deleted on a guess. */
    private boolean exists(OwnerReference owner, String namespace) {
        if (find(owner.getUid()).isPresent()) {
            return true;
        }
        Watched kind = watched.get(OwnedKinds.group(owner.getApiVersion()) + "/" + owner.getKind());
        if (kind == null) {
            return true;
        }
        var all = client.genericKubernetesResources(kind.kind());
        GenericKubernetesResource live = kind.kind().isNamespaceScoped()
                ? all.inNamespace(namespace).withName(owner.getName()).get()
                : all.withName(owner.getName()).get();
        return live != null && owner.getUid().equals(live.getMetadata().getUid());
    }

    private Stream<GenericKubernetesResource> all() {
        return watched.values().stream().flatMap(w -> w.informer().getStore().list().stream());
    }

    private Optional<GenericKubernetesResource> find(String uid) {
        return all().filter(object -> uid.equals(object.getMetadata().getUid())).findFirst();
    }

    private Stream<GenericKubernetesResource> dependents(String uid) {
        return all().filter(object -> object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(uid)));
    }

    @Override
    public void close() {
        definitions.close();
        watched.values().forEach(w -> w.informer().close());
        queue.close();
    }

    private final class Seen implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            if (!object.getMetadata().getOwnerReferences().isEmpty()
                    || object.getMetadata().getDeletionTimestamp() != null) {
                queue.add("", object.getMetadata().getUid());
            }
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            boolean changed = !before.getMetadata()
                            .getOwnerReferences()
                            .equals(after.getMetadata().getOwnerReferences())
                    || before.getMetadata().getDeletionTimestamp() == null;
            if (changed) {
                onAdd(after);
            }
        }

        @Override
        public void onDelete(GenericKubernetesResource gone, boolean finalStateUnknown) {
            dependents(gone.getMetadata().getUid())
                    .forEach(dependent -> queue.add("", dependent.getMetadata().getUid()));
            gone.getMetadata().getOwnerReferences().forEach(owner -> queue.add("", owner.getUid()));
        }
    }
}
