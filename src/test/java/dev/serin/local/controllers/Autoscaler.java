package dev.serin.local.controllers;

import dev.serin.local.controllers.WorkQueue.ObjectKey;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/**
 * The stand-in for the HorizontalPodAutoscaler's controller, as it is without metrics: it brings a Deployment within
 * its limits and does no more. It writes through the subresource {@code scale}, under the controller manager's name.
 */
final class Autoscaler implements AutoCloseable {
    private final KubernetesClient client;
    private final Caches caches;
    private final WorkQueue queue = new WorkQueue("horizontal-pod-autoscaler", this::reconcile);

    Autoscaler(KubernetesClient admin, Caches caches) {
        Config named = new ConfigBuilder(admin.getConfiguration())
                .withUserAgent("kube-controller-manager/stand-in")
                .build();
        this.client = new KubernetesClientBuilder()
                .withConfig(named)
                .withKubernetesSerialization(admin.getKubernetesSerialization())
                .build();
        this.caches = caches;
        Caches.onChange(
                caches.autoscalers,
                hpa -> queue.add(
                        hpa.getMetadata().getNamespace(), hpa.getMetadata().getName()));
        Caches.onChange(caches.deployments, this::deploymentSeen);
    }

    private void deploymentSeen(Deployment deployment) {
        caches.autoscalers.getStore().list().stream()
                .filter(hpa -> hpa.getMetadata()
                                .getNamespace()
                                .equals(deployment.getMetadata().getNamespace())
                        && hpa.getSpec()
                                .getScaleTargetRef()
                                .getName()
                                .equals(deployment.getMetadata().getName()))
                .forEach(hpa -> queue.add(
                        hpa.getMetadata().getNamespace(), hpa.getMetadata().getName()));
    }

    private void reconcile(ObjectKey key) {
        HorizontalPodAutoscaler hpa = caches.autoscalers.getStore().getByKey(key.namespace() + "/" + key.name());
        if (hpa == null) {
            return;
        }
        var deployment = client.apps()
                .deployments()
                .inNamespace(key.namespace())
                .withName(hpa.getSpec().getScaleTargetRef().getName());
        Deployment live = deployment.get();
        if (live == null) {
            return;
        }
        int present = live.getSpec().getReplicas();
        int wanted = Math.clamp(
                present,
                hpa.getSpec().getMinReplicas() == null ? 1 : hpa.getSpec().getMinReplicas(),
                hpa.getSpec().getMaxReplicas());
        if (present > 0 && wanted != present) {
            deployment.scale(wanted);
        }
    }

    @Override
    public void close() {
        queue.close();
        client.close();
    }
}
