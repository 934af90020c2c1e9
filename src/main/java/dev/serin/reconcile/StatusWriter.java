package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.observe.LeanStore;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Map;
import java.util.Objects;

/** Persists the intended state, by server-side apply to the status subresource. */
final class StatusWriter {
    private StatusWriter() {}

    /**
     * Writes the status, on condition that the release is still the one that was observed; returns whether its author has
     * changed it since. The SDK takes such a change for a part of this write, and wakes nobody for it (its issue 3398).
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it is another one, or the write failed
     */
    static boolean persist(CanaryRelease release, CanaryReleaseStatus status, Context<CanaryRelease> context) {
        var applied = new CanaryRelease();
        applied.setMetadata(new ObjectMetaBuilder()
                .withNamespace(release.getMetadata().getNamespace())
                .withName(release.getMetadata().getName())
                .withUid(release.getMetadata().getUid())
                .build());
        applied.setStatus(status);
        CanaryRelease written = LeanStore.lean(context.resourceOperations().serverSideApplyPrimaryStatus(applied));
        return isChanged(release.getMetadata(), written.getMetadata());
    }

    /** In what an author says: the spec counts the generation, and actions are annotations. */
    static boolean isChanged(ObjectMeta before, ObjectMeta now) {
        return !Objects.equals(before.getGeneration(), now.getGeneration())
                || !Objects.equals(before.getDeletionTimestamp(), now.getDeletionTimestamp())
                || !annotations(before).equals(annotations(now));
    }

    private static Map<String, String> annotations(ObjectMeta meta) {
        return Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
    }
}
