package dev.serin.observe;

import dev.serin.plan.CanaryFacts.Crash;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a Deployment and its pods tell of how a new template fares. */
final class CanaryPods {
    private static final String TEMPLATE_HASH = "pod-template-hash";
    private static final String CRASH_LOOP = "CrashLoopBackOff";

    private CanaryPods() {}

    /** Whether all of its pods are of its present template. */
    static boolean areReplaced(Deployment deployment) {
        return isSeen(deployment) && orZero(status(deployment).getReplicas()) == updated(deployment);
    }

    /** Its containers' images. */
    static Optional<String> image(Deployment deployment) {
        return Optional.of(deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                        .map(Container::getImage)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(", ")))
                .filter(images -> !images.isEmpty());
    }

    /** Containers of pods of the present template that ended; those that are being deleted may. */
    static List<Crash> crashes(Deployment deployment, List<Pod> pods) {
        if (!isSeen(deployment) || updated(deployment) == 0) {
            return List.of();
        }
        Optional<String> present = pods.stream()
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .map(CanaryPods::templateHash);
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && pod.getStatus() != null)
                .filter(pod -> present.equals(Optional.of(templateHash(pod))))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .flatMap(CanaryPods::crashes)
                .toList();
    }

    private static Stream<Crash> crashes(Pod pod) {
        return Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream().filter(CanaryPods::isKeptFromStarting),
                        pod.getStatus().getContainerStatuses().stream())
                .flatMap(status -> crash(pod, status).stream());
    }

    private static Optional<Crash> crash(Pod pod, ContainerStatus status) {
        String where = "pod %s, container %s".formatted(pod.getMetadata().getName(), status.getName());
        Optional<ContainerStateTerminated> ended =
                terminated(status.getState()).or(() -> terminated(status.getLastState()));
        String how = ended.map(last -> "%s, exit code %d"
                        .formatted(Optional.ofNullable(last.getReason()).orElse("ended"), last.getExitCode()))
                .orElse("");
        if (isKeptFromStarting(status)) {
            return Optional.of(
                    new Crash(where + " (" + CRASH_LOOP + (how.isEmpty() ? "" : "; " + how) + ")", Optional.empty()));
        }
        return ended.flatMap(last -> time(last.getFinishedAt()))
                .map(at -> new Crash(where + " (" + how + ")", Optional.of(at)));
    }

    private static boolean isKeptFromStarting(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .map(ContainerState::getWaiting)
                .map(ContainerStateWaiting::getReason)
                .filter(CRASH_LOOP::equals)
                .isPresent();
    }

    private static Optional<ContainerStateTerminated> terminated(ContainerState state) {
        return Optional.ofNullable(state).map(ContainerState::getTerminated);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String templateHash(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getLabels())
                .orElse(Map.of())
                .getOrDefault(TEMPLATE_HASH, "");
    }

    /** Whether its controller has seen the present template. */
    private static boolean isSeen(Deployment deployment) {
        Long seen = status(deployment).getObservedGeneration();
        return seen != null && seen >= deployment.getMetadata().getGeneration();
    }

    private static int updated(Deployment deployment) {
        return orZero(status(deployment).getUpdatedReplicas());
    }

    private static DeploymentStatus status(Deployment deployment) {
        return Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
    }

    private static int orZero(Integer count) {
        return count == null ? 0 : count;
    }
}
