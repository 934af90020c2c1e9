package dev.serin.local;

import static org.awaitility.Awaitility.await;

import dev.serin.local.net.ServiceProxy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Waits for what scenarios wait for most, in namespace {@code default} unless told another; each at most 60 s. */
public final class Waits {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Waits() {}

    /** As {@code kubectl rollout status}: all pods of the present template, all available, none left of older ones. */
    public static void rolledOut(KubernetesClient client, String deployment) {
        await(deployment + " to be rolled out")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isRolledOut(client.apps()
                        .deployments()
                        .inNamespace("default")
                        .withName(deployment)
                        .get()));
    }

    /** Until a pod meets a condition. */
    public static void pod(KubernetesClient client, String name, Predicate<Pod> condition) {
        await("pod " + name).atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            Pod pod = client.pods().inNamespace("default").withName(name).get();
            return pod != null && pod.getStatus() != null && condition.test(pod);
        });
    }

    /** Until a Service has a ready endpoint: pods are ready a moment before they are known behind it, as in any cluster. */
    public static void endpoint(KubernetesClient client, String namespace, String service) {
        await("an endpoint of " + service)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !readyAddresses(client, namespace, service).isEmpty());
    }

    /** Where a Service leads now. The API server shows an empty list of endpoints as none. */
    public static List<String> readyAddresses(KubernetesClient client, String namespace, String service) {
        return client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel(ServiceProxy.SERVICE_NAME, service)
                .list()
                .getItems()
                .stream()
                .flatMap(slice ->
                        Optional.ofNullable(slice.getEndpoints()).stream().flatMap(List::stream))
                .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()))
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .toList();
    }

    private static boolean isRolledOut(Deployment deployment) {
        DeploymentStatus status = deployment == null ? null : deployment.getStatus();
        if (status == null) {
            return false;
        }
        Integer wanted = deployment.getSpec().getReplicas();
        return Objects.equals(
                        status.getObservedGeneration(), deployment.getMetadata().getGeneration())
                && Objects.equals(status.getReplicas(), wanted)
                && Objects.equals(status.getUpdatedReplicas(), wanted)
                && Objects.equals(status.getAvailableReplicas(), wanted);
    }
}
