package dev.serin.reconcile;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.content.Copier;
import dev.serin.observe.LeanStore;
import dev.serin.observe.Watches;
import dev.serin.plan.AdoptedFacts;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import dev.serin.plan.Work;
import dev.serin.resources.CanaryDeployment;
import dev.serin.resources.ReleaseContext;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to what is intended with a target that is adopted in place: holds its {@code spec.paused} and nothing else of it,
 * by a field manager of its own, which gives the field up by leaving it out; and knows the canary that is wanted.
 */
final class Adopter {
    private static final Logger log = LoggerFactory.getLogger(Adopter.class);

    private final Watches watches;
    private final KubernetesClient client;
    private final CanaryCopies copies;
    private final ContentKeeper keeper;

    Adopter(Watches watches, KubernetesClient client) {
        this.watches = watches;
        this.client = client;
        var copier = new Copier(client);
        this.copies = new CanaryCopies(copier);
        this.keeper = new ContentKeeper(client, copier);
    }

    /** Keeps what stable's pods read, before anything else is done that may need it. */
    void keep(CanaryRelease release, Plan plan, Writes writes) {
        plan.adoption()
                .ifPresent(intended -> target(release)
                        .filter(target -> target.getMetadata().getDeletionTimestamp() == null)
                        .ifPresent(target ->
                                keeper.keep(release, intended, target, plan.work() == Work.REMOVE_REST, writes)));
    }

    void forget(CanaryRelease release) {
        keeper.forget(release);
    }

    /** The canary Deployment as it shall be, if there shall be one and it is not so yet. */
    Optional<Deployment> wanted(CanaryRelease release, Plan plan, Observed observed, ReleaseContext context) {
        Integer replicas = plan.adoption().map(AdoptionStatus::replicas).orElse(null);
        if (replicas == null) {
            return Optional.empty();
        }
        // A template that has changed since is not canary's.
        Optional<Deployment> live = canary(release);
        Optional<Map<String, String>> content = observed.adopted()
                .map(AdoptedFacts::target)
                .filter(target -> replicas > 0 && plan.revision().equals(Optional.of(target.revision())))
                .map(target -> target.sources().named());
        Optional<Deployment> wanted = target(release)
                .flatMap(target -> content.map(read -> copies.named(release, target, read)))
                .map(target -> CanaryDeployment.of(context, target, replicas))
                .or(() -> live.map(canary -> CanaryDeployment.scaled(context, canary, replicas)));
        return wanted.filter(each -> live.filter(canary -> isLike(canary, each)).isEmpty());
    }

    /** Whether all is there that canary's pods read; what is missing is made. */
    boolean isFurnished(CanaryRelease release, Deployment wanted, Writes writes) {
        boolean same = canary(release)
                .filter(live ->
                        live.getSpec().getTemplate().equals(wanted.getSpec().getTemplate()))
                .isPresent();
        var made = new AtomicBoolean();
        return same || (writes.perform(wanted, () -> made.set(copies.make(release, wanted))) && made.get());
    }

    /** Takes away what only canary's pods read; they are gone by then. */
    void strip(CanaryRelease release, Deployment canary, Writes writes) {
        var unused = writes.perform(canary, () -> copies.remove(release, canary));
    }

    /** The target's template has all defaults already, so that the API server leaves it as it is. */
    private static boolean isLike(Deployment live, Deployment wanted) {
        return Objects.equals(live.getSpec().getReplicas(), wanted.getSpec().getReplicas())
                && live.getSpec().getTemplate().equals(wanted.getSpec().getTemplate());
    }

    /** The canary Deployment that shall go. */
    Optional<Deployment> unwanted(CanaryRelease release, Plan plan) {
        return plan.adoption()
                .filter(intended -> intended.replicas() == null)
                .flatMap(intended -> canary(release))
                .filter(canary -> canary.getMetadata().getDeletionTimestamp() == null);
    }

    /** Holds the target's {@code spec.paused}, or gives it up. */
    void pause(CanaryRelease release, Plan plan, Writes writes) {
        Boolean pause = plan.adoption().map(AdoptionStatus::paused).orElse(null);
        Deployment target = target(release).orElse(null);
        if (pause == null || target == null || target.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        boolean paused = Boolean.TRUE.equals(target.getSpec().getPaused());
        if (pause) {
            if (!paused) {
                apply(target, true, writes);
            }
        } else if (isOurs(target)) {
            apply(target, null, writes);
        } else if (paused && plan.work() == Work.SERVE) {
            // Somebody else had paused it before.
            apply(target, false, writes);
        }
    }

    private Optional<Deployment> target(CanaryRelease release) {
        return watches.deployment(
                release.getMetadata().getNamespace(),
                release.getSpec().targetRef().name());
    }

    private Optional<Deployment> canary(CanaryRelease release) {
        return watches.deployment(
                        release.getMetadata().getNamespace(), release.getSpec().canaryDeployment())
                .filter(found -> Watches.isOf(release, found));
    }

    private static boolean isOurs(Deployment target) {
        return target.getMetadata().getManagedFields().stream()
                .anyMatch(entry -> LeanStore.ADOPTION.equals(entry.getManager()));
    }

    /**
     * The uid keeps a Deployment that was deleted meanwhile from being made anew. What is given up has no spec at all: an
     * empty one would be owned, and the field manager's entry would stay in the object for good.
     */
    private void apply(Deployment target, @Nullable Boolean paused, Writes writes) {
        DeploymentBuilder bare = new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(target.getMetadata().getNamespace())
                .withName(target.getMetadata().getName())
                .withUid(target.getMetadata().getUid())
                .endMetadata();
        Deployment part = paused == null
                ? bare.build()
                : bare.withNewSpec().withPaused(paused).endSpec().build();
        log.info("apply spec.paused of Deployment {}: {}", target.getMetadata().getName(), paused);
        writes.attempt(
                target,
                () -> client.resource(part)
                        .fieldManager(LeanStore.ADOPTION)
                        .forceConflicts()
                        .serverSideApply());
    }
}
