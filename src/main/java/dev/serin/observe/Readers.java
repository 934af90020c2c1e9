package dev.serin.observe;

import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * What reads and writes the watched objects. Jackson looks through all the classes of a kind when it meets it first, one
 * kind at a time, which is the longest part of a start that waits for it.
 */
public final class Readers {
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            CanaryRelease.class,
            Deployment.class,
            Pod.class,
            Service.class,
            EndpointSlice.class,
            ConfigMap.class,
            PodDisruptionBudget.class);

    private Readers() {}

    /** Has it look ahead, to be called beside all else that a start does. */
    public static void make(KubernetesSerialization serialization) {
        KINDS.forEach(kind -> serialization.unmarshal("{}", kind));
        // Each release that is gone through is copied.
        serialization.clone(new CanaryRelease());
    }
}
