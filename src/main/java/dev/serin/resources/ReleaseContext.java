package dev.serin.resources;

import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.TakeoverStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * All that a release's objects depend on.
 *
 * @param uid the release's uid, for the owner references
 * @param xds where and how proxies find the operator
 * @param stableSelector what selects stable's pods; empty while not known
 * @param canarySelector what selects canary's pods; empty while not known
 * @param targetPort the pods' port behind the Service's port; empty while not known
 * @param takeover what is intended with that Service, where it is taken over
 */
public record ReleaseContext(
        String namespace,
        String name,
        String uid,
        CanaryReleaseSpec spec,
        XdsEndpoint xds,
        Map<String, String> stableSelector,
        Map<String, String> canarySelector,
        Optional<IntOrString> targetPort,
        Optional<TakeoverStatus> takeover) {

    /** The metadata of an object of this release, owned by it. */
    ObjectMeta meta(String objectName, String component) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(objectName)
                .withLabels(Labels.of(name, component))
                .addNewOwnerReference()
                .withApiVersion("serin.dev/v1alpha1")
                .withKind("CanaryRelease")
                .withName(name)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .build();
    }
}
