package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A Deployment's status, from its ReplicaSets. The same counts give an equal status: times move only with a change. */
final class DeploymentStatuses {
    private static final int DEADLINE_SECONDS = 600;

    private final Clock clock;

    DeploymentStatuses(Clock clock) {
        this.clock = clock;
    }

    DeploymentStatus of(Deployment deployment, Optional<ReplicaSet> fresh, List<ReplicaSet> sets) {
        int wanted = ReplicaSets.orOne(deployment.getSpec().getReplicas());
        int available = sum(sets, ReplicaSets::available);
        int total = sum(sets, ReplicaSets::pods);
        DeploymentStatus counts = new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withCollisionCount(
                        deployment.getStatus() == null
                                ? null
                                : deployment.getStatus().getCollisionCount())
                .withReplicas(total)
                .withUpdatedReplicas(fresh.map(ReplicaSets::pods).orElse(0))
                .withReadyReplicas(sum(sets, ReplicaSets::ready))
                .withAvailableReplicas(available)
                .withUnavailableReplicas(Math.max(0, Math.max(total, wanted) - available))
                .build();
        counts.setConditions(List.of(available(deployment, available, wanted), progressing(deployment, fresh, counts)));
        return counts;
    }

    /** How long until a rollout that stands still misses its deadline. */
    Optional<Duration> deadline(Deployment deployment, DeploymentStatus status) {
        return condition(status, "Progressing")
                .filter(c -> "True".equals(c.getStatus()) && !"NewReplicaSetAvailable".equals(c.getReason()))
                .map(c -> Duration.between(clock.instant(), due(deployment, c)).plusMillis(10))
                .filter(Duration::isPositive);
    }

    private DeploymentCondition available(Deployment deployment, int available, int wanted) {
        var strategy = deployment.getSpec().getStrategy();
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        int missing = strategy != null && "Recreate".equals(strategy.getType())
                ? 0
                : RollingUpdate.of(
                                wanted,
                                rolling == null ? null : rolling.getMaxSurge(),
                                rolling == null ? null : rolling.getMaxUnavailable())
                        .maxUnavailable();
        return available >= wanted - missing
                ? condition(deployment, "Available", "True", "MinimumReplicasAvailable", false)
                : condition(deployment, "Available", "False", "MinimumReplicasUnavailable", false);
    }

    private DeploymentCondition progressing(
            Deployment deployment, Optional<ReplicaSet> fresh, DeploymentStatus counts) {
        int wanted = ReplicaSets.orOne(deployment.getSpec().getReplicas());
        Optional<DeploymentCondition> before = condition(deployment.getStatus(), "Progressing");
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            // A rollout that had finished stays finished.
            return before.filter(c -> "NewReplicaSetAvailable".equals(c.getReason()) && fresh.isPresent())
                    .orElseGet(() -> condition(deployment, "Progressing", "Unknown", "DeploymentPaused", false));
        }
        boolean complete = fresh.isPresent()
                && counts.getUpdatedReplicas() == wanted
                && counts.getReplicas() == wanted
                && counts.getAvailableReplicas() == wanted;
        if (complete) {
            return condition(deployment, "Progressing", "True", "NewReplicaSetAvailable", false);
        }
        boolean moved = !sameCounts(counts, deployment.getStatus());
        if (!moved
                && before.filter(c -> !clock.instant().isBefore(due(deployment, c)))
                        .isPresent()) {
            return condition(deployment, "Progressing", "False", "ProgressDeadlineExceeded", false);
        }
        return condition(deployment, "Progressing", "True", "ReplicaSetUpdated", moved);
    }

    private Instant due(Deployment deployment, DeploymentCondition condition) {
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        return Instant.parse(condition.getLastUpdateTime()).plusSeconds(seconds == null ? DEADLINE_SECONDS : seconds);
    }

    private DeploymentCondition condition(
            Deployment deployment, String type, String status, String reason, boolean touched) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<DeploymentCondition> before = condition(deployment.getStatus(), type);
        Optional<DeploymentCondition> same =
                before.filter(c -> status.equals(c.getStatus()) && reason.equals(c.getReason()));
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage("Deployment " + deployment.getMetadata().getName() + ": " + reason)
                .withLastUpdateTime(
                        touched
                                ? now
                                : same.map(DeploymentCondition::getLastUpdateTime)
                                        .orElse(now))
                .withLastTransitionTime(before.filter(c -> status.equals(c.getStatus()))
                        .map(DeploymentCondition::getLastTransitionTime)
                        .orElse(now))
                .build();
    }

    private static Optional<DeploymentCondition> condition(@Nullable DeploymentStatus status, String type) {
        return status == null
                ? Optional.empty()
                : status.getConditions().stream()
                        .filter(c -> c.getType().equals(type))
                        .findFirst();
    }

    private static boolean sameCounts(DeploymentStatus a, @Nullable DeploymentStatus b) {
        return b != null
                && Objects.equals(a.getReplicas(), b.getReplicas())
                && Objects.equals(a.getUpdatedReplicas(), b.getUpdatedReplicas())
                && Objects.equals(a.getReadyReplicas(), b.getReadyReplicas())
                && Objects.equals(a.getAvailableReplicas(), b.getAvailableReplicas());
    }

    private static int sum(List<ReplicaSet> sets, ToIntFunction<ReplicaSet> count) {
        return sets.stream().mapToInt(count).sum();
    }
}
