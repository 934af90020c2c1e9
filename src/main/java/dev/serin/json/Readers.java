package dev.serin.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;

/**
 * What reads and writes the watched objects. Jackson looks through a class when it meets it first, one after the other, which
 * is the longest part of a start that waits for it.
 */
public final class Readers {
    /** By {@code apiVersion}, as to ask a class for it takes as long as to read all else that is said of the class. */
    private static final Map<String, List<Class<? extends HasMetadata>>> WATCHED = Map.of(
            "v1",
            List.of(Pod.class, Service.class, ConfigMap.class),
            "apps/v1",
            List.of(Deployment.class),
            "discovery.k8s.io/v1",
            List.of(EndpointSlice.class),
            "policy/v1",
            List.of(PodDisruptionBudget.class),
            "coordination.k8s.io/v1",
            List.of(Lease.class),
            "serin.dev/v1alpha1",
            List.of(CanaryRelease.class));

    private Readers() {}

    /**
     * Knows the kinds that come in watches, where their classes are not asked for by name, and no others: to look for the
     * classes of all kinds that there are takes time, and room for as long as the operator runs.
     */
    public static KubernetesSerialization serialization() {
        var serialization = new KubernetesSerialization(new ObjectMapper().registerModule(LateReaders.module()), false);
        WATCHED.forEach((version, kinds) ->
                kinds.forEach(kind -> serialization.registerKubernetesResource(version, kind.getSimpleName(), kind)));
        // How a watch tells of its end.
        serialization.registerKubernetesResource("v1", Status.class.getSimpleName(), Status.class);
        return serialization;
    }

    /** Has it look ahead, to be called beside all else that a start does. */
    public static void make(KubernetesSerialization serialization) {
        // What the election waits for.
        serialization.unmarshal("{}", Lease.class);
        // Each release that is gone through is copied. Until it is known how, nobody else can write.
        serialization.clone(new CanaryRelease());
        WATCHED.values().forEach(kinds -> kinds.forEach(kind -> serialization.unmarshal("{}", kind)));
    }
}
