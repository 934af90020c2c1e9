package dev.serin.observe;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.plan.AdoptedFacts;
import dev.serin.plan.AdoptedFacts.Running;
import dev.serin.plan.AdoptedFacts.Target;
import dev.serin.plan.Workload;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sees a Deployment that is adopted in place, and what its pods run. */
final class Targets {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";
    private static final Target MISSING = new Target(false, false, "", null, 0, false, false, List.of());

    private final Watches watches;
    private final KubernetesClient client;
    private final Missed missed;

    Targets(Watches watches, KubernetesClient client) {
        this.missed = new Missed(client);
        this.watches = watches;
        this.client = client;
    }

    Optional<AdoptedFacts> observe(CanaryRelease release, Workload stable, Workload madeFromIt) {
        if (!release.getSpec().isInPlace()) {
            return Optional.empty();
        }
        String namespace = release.getMetadata().getNamespace();
        Target target = watches.deployment(
                        namespace, release.getSpec().targetRef().name())
                .map(found -> target(found, release.getStatus()))
                .orElse(MISSING);
        Optional<AdoptedFacts.Canary> canary = watches.deployment(
                        namespace, release.getSpec().canaryDeployment())
                .filter(found -> Watches.isOf(release, found))
                .map(found -> new AdoptedFacts.Canary(Math.max(
                        or(found.getSpec().getReplicas(), 1), or(status(found).getReplicas(), 0))));
        return Optional.of(new AdoptedFacts(
                target, canary, watches.rivalForTarget(release), missed.by(release, stable, madeFromIt)));
    }

    private Target target(Deployment found, @Nullable CanaryReleaseStatus known) {
        boolean paused = Boolean.TRUE.equals(found.getSpec().getPaused());
        DeploymentStatus status = status(found);
        boolean settled =
                or(status.getObservedGeneration(), 0L) >= found.getMetadata().getGeneration();
        int wanted = or(found.getSpec().getReplicas(), 1);
        int updated = or(status.getUpdatedReplicas(), 0);
        int all = or(status.getReplicas(), 0);
        boolean complete = updated == wanted && all == wanted && or(status.getAvailableReplicas(), 0) == wanted;
        PodTemplateSpec template = found.getSpec().getTemplate();
        return new Target(
                paused,
                settled,
                Revisions.of(template),
                restartedAt(template),
                wanted,
                settled && !paused && complete,
                settled && updated < all,
                paused && settled && matters(known) ? running(found) : List.of());
    }

    /** Only asked where it decides something, so that no watch on all ReplicaSets of all namespaces is needed. */
    private static boolean matters(@Nullable CanaryReleaseStatus known) {
        Stage stage = Optional.ofNullable(known)
                .map(CanaryReleaseStatus::adoption)
                .map(AdoptionStatus::stage)
                .orElse(Stage.Adopting);
        return switch (stage) {
            case Adopting, Restarting, Settling -> true;
            case Idle, Releasing, Promoting, Rolling, Returning, Rejected -> false;
        };
    }

    private List<Running> running(Deployment deployment) {
        List<ReplicaSet> sets = client
                .apps()
                .replicaSets()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabels(Selectors.of(deployment))
                .list()
                .getItems()
                .stream()
                .filter(set -> set.getOwnerReferenceFor(deployment.getMetadata().getUid())
                        .isPresent())
                .sorted(Comparator.comparingLong(Targets::revision).reversed())
                .toList();
        List<ReplicaSet> withPods = sets.stream().filter(Targets::hasPods).toList();
        return (withPods.isEmpty() ? sets.stream().limit(1).toList() : withPods)
                .stream().map(Targets::running).toList();
    }

    private static boolean hasPods(ReplicaSet set) {
        return or(set.getSpec().getReplicas(), 1) > 0
                || (set.getStatus() != null && or(set.getStatus().getReplicas(), 0) > 0);
    }

    private static long revision(ReplicaSet set) {
        return Optional.ofNullable(set.getMetadata().getAnnotations())
                .map(all -> all.get(REVISION))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static Running running(ReplicaSet set) {
        PodTemplateSpec template = new PodTemplateSpecBuilder(set.getSpec().getTemplate())
                .editMetadata()
                .removeFromLabels(HASH)
                .endMetadata()
                .build();
        return new Running(Revisions.of(template), restartedAt(template));
    }

    private static @Nullable String restartedAt(PodTemplateSpec template) {
        return Optional.ofNullable(template.getMetadata().getAnnotations())
                .map(all -> all.get(Revisions.RESTARTED_AT))
                .orElse(null);
    }

    private static DeploymentStatus status(Deployment deployment) {
        return Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
