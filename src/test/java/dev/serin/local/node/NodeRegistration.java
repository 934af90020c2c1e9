package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The node's own object, and the lease that says it lives, where something looks at it. */
final class NodeRegistration implements AutoCloseable {
    private static final String LEASES = "kube-node-lease";

    private final KubernetesClient client;
    private final NodeOptions options;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("node-lease").factory());

    NodeRegistration(KubernetesClient client, NodeOptions options) {
        this.client = client;
        this.options = options;
    }

    void register() {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, Quantity> room =
                Map.of("cpu", new Quantity("64"), "memory", new Quantity("256Gi"), "pods", new Quantity("1000"));
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName(options.name())
                .addToLabels("kubernetes.io/hostname", options.name())
                .addToLabels("kubernetes.io/os", "linux")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withCapacity(room)
                .withAllocatable(room)
                .addNewAddress(options.hostIp(), "InternalIP")
                .addNewAddress(options.name(), "Hostname")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withReason("KubeletReady")
                .withMessage("runs pods as local processes")
                .withLastTransitionTime(now)
                .endCondition()
                .endStatus()
                .build();
        if (client.nodes().withName(options.name()).get() == null) {
            client.resource(node).create();
            // The control plane taints it meanwhile, so the version that was created may be old by now.
            node.getMetadata().setResourceVersion(null);
            client.resource(node)
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(node));
        }
        Duration beat = options.heartbeat();
        if (beat.isPositive()) {
            var unused = timer.scheduleAtFixedRate(this::renew, 0, beat.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void renew() {
        client.leases()
                .inNamespace(LEASES)
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(options.name())
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(options.name())
                        .withLeaseDurationSeconds(40)
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .createOr(lease -> lease.update());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
