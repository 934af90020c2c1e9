package dev.serin.observe;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says in words what keeps a Deployment's pods from being ready. */
final class PodTrouble {
    private PodTrouble() {}

    /** The first pod's trouble that has a name, or why there is no pod. */
    static Optional<String> describe(Deployment deployment, List<Pod> pods) {
        Integer replicas = deployment.getSpec().getReplicas();
        if (replicas != null && replicas == 0) {
            return Optional.of("it is scaled to 0");
        }
        return pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .flatMap(pod -> describe(pod).stream())
                .findFirst();
    }

    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream().anyMatch(condition -> is(condition, "Ready", "True"));
    }

    private static Optional<String> describe(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        String name = pod.getMetadata().getName();
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(status -> waiting(status).stream())
                .findFirst()
                .or(() -> pod.getStatus().getConditions().stream()
                        .filter(condition -> is(condition, "PodScheduled", "False"))
                        .map(condition -> condition.getReason() + ": " + condition.getMessage())
                        .findFirst())
                .map(trouble -> "pod " + name + ": " + trouble);
    }

    /** A crash's count of restarts and times are left out: the words must not change while the trouble does not. */
    private static Optional<String> waiting(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .flatMap(state -> Optional.ofNullable(state.getWaiting()))
                .map(ContainerStateWaiting::getReason)
                .map(reason -> "container " + status.getName() + " is waiting: " + reason);
    }

    private static boolean is(PodCondition condition, String type, String status) {
        return condition.getType().equals(type) && condition.getStatus().equals(status);
    }
}
