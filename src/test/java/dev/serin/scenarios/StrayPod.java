package dev.serin.scenarios;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/** A pod of a Deployment's template and with its labels, but none of its ReplicaSet's: one that differs from the others. */
final class StrayPod implements AutoCloseable {
    private final KubernetesClient client;
    private final Pod pod;

    /** Waits until it is ready. */
    StrayPod(KubernetesClient client, String deployment, String name, String variable, String value) {
        this.client = client;
        Deployment found = client.apps()
                .deployments()
                .inNamespace("default")
                .withName(deployment)
                .get();
        pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withLabels(found.getSpec().getTemplate().getMetadata().getLabels())
                .endMetadata()
                .withSpec(found.getSpec().getTemplate().getSpec())
                .editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName(variable)
                .withValue(value)
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
        client.resource(pod).create();
        client.resource(pod).waitUntilReady(60, TimeUnit.SECONDS);
    }

    String name() {
        return pod.getMetadata().getName();
    }

    @Override
    public void close() {
        client.resource(pod).withGracePeriod(0).delete();
    }
}
