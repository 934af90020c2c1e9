package dev.serin.observe;

import dev.serin.resources.TakenService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects without what the operator never looks at, and once what is the same in all of them. Managed fields take
 * more memory than all the rest of an object; only three kinds of entries are of use: the operator's own tell it what it
 * has applied, those of the scale subresource whether an autoscaler is at work, and that of an annotation which asks for
 * an action who asks. Of a pod only its status is of use,
 * and the proxies' bootstrap is the same for all releases.
 */
public final class LeanStore<T extends HasMetadata> extends TransformingItemStore<T> {
    private static final SharedTrees<Object> TREES = new SharedTrees<>();
    private static final SharedTrees<String> DATA = new SharedTrees<>();
    /** Who holds {@code spec.paused} of a target that is adopted in place. */
    public static final String ADOPTION = "serin-adoption";

    private static final String OPERATOR = "serin";
    private static final String SCALE = "scale";

    LeanStore() {
        super(LeanStore::lean);
    }

    /**
     * A store for the informers of one kind; none, which is the SDK's own for each, where several namespaces are watched:
     * each namespace has an informer then, and the first list of each would throw the others' objects out of a common store.
     */
    public static <T extends HasMetadata> @Nullable ItemStore<T> of(Set<String> namespaces) {
        return namespaces.size() > 1 ? null : new LeanStore<>();
    }

    static <T extends HasMetadata> @Nullable ItemStore<T> of(EventSourceContext<?> context) {
        return of(context.getControllerConfiguration().getInformerConfig().getNamespaces());
    }

    /** Takes away from an object what is not of use; also from the answer to a write, which the SDK may keep for long. */
    public static <T extends HasMetadata> T lean(T object) {
        List<ManagedFieldsEntry> kept = object.getMetadata().getManagedFields().stream()
                .filter(LeanStore::isOfUse)
                .toList();
        kept.forEach(LeanStore::share);
        object.getMetadata().setManagedFields(kept);
        if (object instanceof Pod pod) {
            pod.setSpec(null);
        } else if (object instanceof ConfigMap map && map.getData() != null) {
            map.setData(DATA.share(map.getData()));
        }
        return object;
    }

    private static void share(ManagedFieldsEntry entry) {
        if (entry.getFieldsV1() != null) {
            entry.getFieldsV1()
                    .setAdditionalProperties(TREES.share(entry.getFieldsV1().getAdditionalProperties()));
        }
    }

    private static boolean isOfUse(ManagedFieldsEntry entry) {
        return SCALE.equals(entry.getSubresource())
                || ADOPTION.equals(entry.getManager())
                || TakenService.MANAGER.equals(entry.getManager())
                || Asked.ownsAnnotation(entry)
                || (OPERATOR.equals(entry.getManager())
                        && (entry.getSubresource() == null
                                || entry.getSubresource().isEmpty()));
    }
}
