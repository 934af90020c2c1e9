package dev.serin.local.node;

import dev.serin.local.node.ContainerState.Running;
import dev.serin.local.node.ContainerState.Terminated;
import dev.serin.local.node.ContainerState.Waiting;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pod's status from its containers. Equal views give an equal status: times move only with what they are of. */
final class PodStatuses {
    private PodStatuses() {}

    static PodStatus of(
            @Nullable PodStatus before, PodContext context, List<ContainerView> views, Instant start, Instant now) {
        boolean ready = views.stream().allMatch(ContainerView::ready);
        String unready = views.stream()
                .filter(view -> !view.ready())
                .map(ContainerView::name)
                .collect(Collectors.joining(" ", "containers with unready status: [", "]"));
        return new PodStatusBuilder()
                .withPhase(phase(views))
                .withConditions(
                        condition(before, "PodScheduled", true, "", "", now),
                        condition(before, "Initialized", true, "", "", now),
                        condition(before, "ContainersReady", ready, "ContainersNotReady", unready, now),
                        condition(before, "Ready", ready, "ContainersNotReady", unready, now))
                .withContainerStatuses(views.stream().map(PodStatuses::status).toList())
                .withHostIP(context.hostIp())
                .withHostIPs(new HostIP(context.hostIp()))
                .withPodIP(context.podIp())
                .withPodIPs(new PodIP(context.podIp()))
                .withStartTime(text(start))
                .withQosClass(qosClass(context.pod()))
                .build();
    }

    /** As the API server has set it, which lets nobody change it; the embedded one leaves it out. */
    private static String qosClass(Pod pod) {
        PodStatus status = pod.getStatus();
        return status == null || status.getQosClass() == null ? "BestEffort" : status.getQosClass();
    }

    private static String phase(List<ContainerView> views) {
        Predicate<ContainerView> neverRan =
                view -> view.state() instanceof Waiting && view.last().isEmpty();
        if (views.stream().anyMatch(neverRan)) {
            return "Pending";
        }
        if (!views.stream().allMatch(ContainerView::over)) {
            return "Running";
        }
        boolean good = views.stream().allMatch(view -> view.state() instanceof Terminated t && t.exitCode() == 0);
        return good ? "Succeeded" : "Failed";
    }

    private static PodCondition condition(
            @Nullable PodStatus before, String type, boolean holds, String reason, String message, Instant now) {
        String status = holds ? "True" : "False";
        String since = before == null
                ? text(now)
                : before.getConditions().stream()
                        .filter(c -> c.getType().equals(type)
                                && status.equals(c.getStatus())
                                && c.getLastTransitionTime() != null)
                        .map(PodCondition::getLastTransitionTime)
                        .findFirst()
                        .orElse(text(now));
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(holds ? null : reason)
                .withMessage(holds ? null : message)
                .withLastTransitionTime(since)
                .build();
    }

    private static ContainerStatus status(ContainerView view) {
        return new ContainerStatusBuilder()
                .withName(view.name())
                .withImage(view.image())
                .withImageID(view.image())
                .withContainerID(view.pid() == 0 ? null : "process://" + view.pid())
                .withReady(view.ready())
                .withStarted(view.started())
                .withRestartCount(view.restarts())
                .withState(state(view.state()))
                .withLastState(view.last().map(PodStatuses::state).orElse(null))
                .build();
    }

    private static io.fabric8.kubernetes.api.model.ContainerState state(ContainerState state) {
        ContainerStateBuilder builder = new ContainerStateBuilder();
        return switch (state) {
            case Waiting w -> builder.withNewWaiting(w.message(), w.reason()).build();
            case Running r ->
                builder.withNewRunning()
                        .withStartedAt(text(r.since()))
                        .endRunning()
                        .build();
            case Terminated t ->
                builder.withNewTerminated()
                        .withExitCode(t.exitCode())
                        .withSignal(t.signal() == 0 ? null : t.signal())
                        .withReason(t.reason())
                        .withMessage(t.message().isEmpty() ? null : t.message())
                        .withStartedAt(text(t.started()))
                        .withFinishedAt(text(t.finished()))
                        .endTerminated()
                        .build();
        };
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
