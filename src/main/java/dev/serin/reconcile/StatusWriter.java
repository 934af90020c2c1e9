package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.observe.LeanStore;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Persists the intended state, by server-side apply to the status subresource. */
final class StatusWriter {
    private StatusWriter() {}

    /**
     * Writes the status, on condition that the release is still the one that was observed.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it was changed meanwhile, or the write failed
     */
    static void persist(CanaryRelease release, CanaryReleaseStatus status, Context<CanaryRelease> context) {
        var applied = new CanaryRelease();
        applied.setMetadata(new ObjectMetaBuilder()
                .withNamespace(release.getMetadata().getNamespace())
                .withName(release.getMetadata().getName())
                .withUid(release.getMetadata().getUid())
                .build());
        applied.setStatus(status);
        LeanStore.lean(context.resourceOperations().serverSideApplyPrimaryStatus(applied));
    }
}
