package dev.serin.observe;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.plan.AdoptedFacts;
import dev.serin.plan.AdoptedFacts.Sources;
import dev.serin.plan.AdoptedFacts.Target;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sees a Deployment that is adopted in place, and what its pods run. */
final class Targets {
    private static final Target MISSING = new Target(false, false, "", null, 0, false, false, List.of(), Sources.NONE);

    private final Watches watches;
    private final TargetSets sets;
    private final Reads reads;

    Targets(Watches watches, TargetSets sets, Reads reads) {
        this.watches = watches;
        this.sets = sets;
        this.reads = reads;
    }

    Optional<AdoptedFacts> observe(CanaryRelease release) {
        if (!release.getSpec().isInPlace()) {
            return Optional.empty();
        }
        String namespace = release.getMetadata().getNamespace();
        Optional<Deployment> made = watches.deployment(
                        namespace, release.getSpec().canaryDeployment())
                .filter(found -> Watches.isOf(release, found));
        Target target = watches.deployment(
                        namespace, release.getSpec().targetRef().name())
                .map(found -> target(release, found, made))
                .orElse(MISSING);
        Optional<AdoptedFacts.Canary> canary = made.map(found -> new AdoptedFacts.Canary(
                Math.max(or(found.getSpec().getReplicas(), 1), or(status(found).getReplicas(), 0))));
        return Optional.of(new AdoptedFacts(target, canary, watches.rivalForTarget(release), Optional.empty()));
    }

    private Target target(CanaryRelease release, Deployment found, Optional<Deployment> canary) {
        boolean paused = Boolean.TRUE.equals(found.getSpec().getPaused());
        DeploymentStatus status = status(found);
        boolean settled =
                or(status.getObservedGeneration(), 0L) >= found.getMetadata().getGeneration();
        int wanted = or(found.getSpec().getReplicas(), 1);
        int updated = or(status.getUpdatedReplicas(), 0);
        int all = or(status.getReplicas(), 0);
        boolean complete = updated == wanted && all == wanted && or(status.getAvailableReplicas(), 0) == wanted;
        PodTemplateSpec template = found.getSpec().getTemplate();
        Sources sources = reads.observe(release, found);
        return new Target(
                paused,
                settled,
                Revisions.of(Revisions.of(template), sources.named()),
                TargetSets.restartedAt(template),
                wanted,
                settled && !paused && complete,
                settled && updated < all && !isOnlyRenamed(release, found),
                paused && settled && matters(release) ? sets.running(release, found, canary, reads) : List.of(),
                sources);
    }

    /** Whether what its pods run decides anything. */
    private static boolean matters(CanaryRelease release) {
        return switch (Reads.stage(release)) {
            case Adopting, Restarting, Settling -> true;
            case Idle, Releasing, Promoting, Rolling, Returning, Rejected -> false;
        };
    }

    /** Whether its ReplicaSets are of another template than it only because they name copies, or did a moment ago. */
    private boolean isOnlyRenamed(CanaryRelease release, Deployment found) {
        String template = Revisions.exactly(found.getSpec().getTemplate());
        return Reads.stage(release) == Stage.Idle
                && TargetSets.inUse(sets.all(found)).stream()
                        .allMatch(set ->
                                Revisions.exactly(TargetSets.original(set)).equals(template));
    }

    private static DeploymentStatus status(Deployment deployment) {
        return Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
