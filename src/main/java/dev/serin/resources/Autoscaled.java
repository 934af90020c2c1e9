package dev.serin.resources;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

/**
 * Leaves the number of proxies to a HorizontalPodAutoscaler that has set it: an applier gives a field up by leaving it
 * out, see "Transferring Ownership" in Kubernetes' page on server-side apply. Somebody who scales by hand is no
 * autoscaler, and {@code spec.proxy.replicas} is put right.
 */
public final class Autoscaled {
    private static final String CONTROLLERS = "kube-controller-manager";
    private static final String SCALE = "scale";

    private Autoscaled() {}

    /** What is wanted, without the replicas if an autoscaler has set those of the live object. */
    public static HasMetadata respected(HasMetadata wanted, HasMetadata live) {
        boolean autoscaled = live.getMetadata().getManagedFields().stream().anyMatch(Autoscaled::isByAutoscaler);
        return autoscaled && wanted instanceof Deployment deployment
                ? new DeploymentBuilder(deployment)
                        .editSpec()
                        .withReplicas(null)
                        .endSpec()
                        .build()
                : wanted;
    }

    /** The autoscaler is one of the controller manager's controllers and the only one that writes this subresource. */
    private static boolean isByAutoscaler(ManagedFieldsEntry entry) {
        return CONTROLLERS.equals(entry.getManager()) && SCALE.equals(entry.getSubresource());
    }
}
