package dev.serin.crash;

import dev.serin.bench.world.StatusPorts;
import dev.serin.local.net.Subnet;
import dev.serin.resources.Labels;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A node whose pods are there on paper only: each is bound, and ready at once, but one with the bad image, whose container
 * crashes again and again. Proxies answer whoever asks for their counters, all at one address: nobody has sent them a
 * request.
 */
final class PaperNode implements AutoCloseable {
    private static final String BAD = ":3.0.0";
    private static final String NAME = "paper";

    private final KubernetesClient client;
    private final Subnet subnet;
    private final String proxies;
    private final StatusPorts status = new StatusPorts();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(NAME).factory());
    private final SharedIndexInformer<Pod> pods;

    PaperNode(KubernetesClient client, Subnet subnet) throws InterruptedException {
        this.client = client;
        this.subnet = subnet;
        proxies = subnet.pods().get();
        status.open(proxies);
        pods = client.pods().inAnyNamespace().runnableInformer(0).addEventHandler(new Handler());
        pods.start().toCompletableFuture().join();
    }

    /** The proxies' pods of a release, by name. */
    List<String> proxies(String release) {
        return pods.getStore().list().stream()
                .filter(pod -> isProxy(pod)
                        && release.equals(pod.getMetadata().getLabels().get(Labels.RELEASE)))
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** Where all proxies are. */
    String proxiesAddress() {
        return proxies;
    }

    /** Whether a pod of the bad image is selected by this value of the label {@code app}. */
    boolean hasBad(String app) {
        return pods.getStore().list().stream()
                .anyMatch(pod ->
                        isBad(pod) && app.equals(pod.getMetadata().getLabels().get("app")));
    }

    private static boolean isProxy(Pod pod) {
        return Labels.isProxy(pod.getMetadata().getLabels());
    }

    private static boolean isBad(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getImage().endsWith(BAD);
    }

    private void seen(Pod pod) {
        try {
            thread.execute(() -> handle(pod));
        } catch (RejectedExecutionException closed) {
            // Nobody is interested any more.
        }
    }

    private void handle(Pod pod) {
        try {
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                client.resource(pod).withGracePeriod(0).delete();
            } else if (pod.getSpec().getNodeName() == null) {
                client.resource(new PodBuilder(pod)
                                .editSpec()
                                .withNodeName(NAME)
                                .endSpec()
                                .build())
                        .update();
            } else if (pod.getStatus() == null || pod.getStatus().getPodIP() == null) {
                client.resource(new PodBuilder(pod).withStatus(running(pod)).build())
                        .updateStatus();
            }
        } catch (KubernetesClientException e) {
            // It was changed meanwhile, and is seen again, or has gone.
        }
    }

    private PodStatus running(Pod pod) {
        boolean bad = isBad(pod);
        String address = isProxy(pod) ? proxies : subnet.pods().get();
        return new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP(address)
                .addNewPodIP(address)
                .withConditions(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus(bad ? "False" : "True")
                        .build())
                .withContainerStatuses(container(pod, bad))
                .build();
    }

    private static ContainerStatus container(Pod pod, boolean bad) {
        var container = pod.getSpec().getContainers().getFirst();
        var status = new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withReady(!bad)
                .withRestartCount(bad ? 1 : 0);
        return bad
                ? status.withNewState()
                        .withNewWaiting("", "CrashLoopBackOff")
                        .endState()
                        .build()
                : status.withNewState().withNewRunning().endRunning().endState().build();
    }

    @Override
    public void close() {
        pods.close();
        thread.shutdownNow();
        status.close();
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            seen(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod after) {
            seen(after);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            if (pod.getStatus() != null && pod.getStatus().getPodIP() != null && !isProxy(pod)) {
                subnet.pods().release(pod.getStatus().getPodIP());
            }
        }
    }
}
