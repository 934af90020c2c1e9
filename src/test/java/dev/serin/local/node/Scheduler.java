package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every pod to the one node. */
final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private final KubernetesClient client;
    private final NodeOptions options;

    Scheduler(KubernetesClient client, NodeOptions options) {
        this.client = client;
        this.options = options;
    }

    void bind(Pod pod) {
        try {
            switch (options.binding()) {
                case NODE_NAME ->
                    client.resource(new PodBuilder(pod)
                                    .editSpec()
                                    .withNodeName(options.name())
                                    .endSpec()
                                    .build())
                            .update();
                case BINDING ->
                    client.bindings()
                            .inNamespace(pod.getMetadata().getNamespace())
                            .resource(new BindingBuilder()
                                    .withNewMetadata()
                                    .withName(pod.getMetadata().getName())
                                    .withNamespace(pod.getMetadata().getNamespace())
                                    .endMetadata()
                                    .withNewTarget()
                                    .withApiVersion("v1")
                                    .withKind("Node")
                                    .withName(options.name())
                                    .endTarget()
                                    .build())
                            .create();
            }
        } catch (KubernetesClientException e) {
            // A pod that changed meanwhile is seen again; one that is gone needs no node.
            LOG.debug("pod {} not bound", pod.getMetadata().getName(), e);
        }
    }
}
