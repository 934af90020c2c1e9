package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** What a pod's status says to controllers. */
final class Pods {
    /** Which of its pods a ReplicaSet gives up first: those not bound, not running, not ready, then the youngest. */
    static final Comparator<Pod> WORTH_LEAST_FIRST = Comparator.<Pod>comparingInt(
                    pod -> pod.getSpec().getNodeName() == null ? 0 : 1)
            .thenComparingInt(pod -> phase(pod).equals("Running") ? 1 : 0)
            .thenComparingInt(pod -> isReady(pod) ? 1 : 0)
            .thenComparing(Pods::created, Comparator.reverseOrder())
            .thenComparing(pod -> pod.getMetadata().getName());

    private Pods() {}

    static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    static boolean isFinished(Pod pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    /** Neither ending nor ended. */
    static boolean isActive(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && !isFinished(pod);
    }

    static boolean isReady(Pod pod) {
        return ready(pod)
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    /** How long until it has been ready for long enough; zero if it has, empty if it is not ready. */
    static Optional<Duration> untilAvailable(Pod pod, int minReadySeconds, Instant now) {
        return ready(pod)
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(condition -> {
                    if (minReadySeconds == 0 || condition.getLastTransitionTime() == null) {
                        return Duration.ZERO;
                    }
                    Instant due =
                            Instant.parse(condition.getLastTransitionTime()).plusSeconds(minReadySeconds);
                    return now.isBefore(due) ? Duration.between(now, due) : Duration.ZERO;
                });
    }

    private static Optional<PodCondition> ready(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals("Ready"))
                        .findFirst();
    }

    private static String created(Pod pod) {
        String time = pod.getMetadata().getCreationTimestamp();
        return time == null ? "" : time;
    }
}
