package dev.serin.reconcile;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.content.Copier;
import dev.serin.content.Copies;
import dev.serin.content.Reference;
import dev.serin.observe.Observer;
import dev.serin.observe.TargetSets;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps copies of what stable's pods read, and has new pods of stable read them while the content is another one.
 *
 * <p>Those pods are made from the template of their ReplicaSet, which may be changed without anything happening to the
 * pods that there are. The copies are the ReplicaSet's own and go with it: whatever becomes of the release, its pods find
 * them, and {@code kubectl rollout undo} brings the old content back. When the target is unpaused, its ReplicaSet has
 * another template than the target, so that what changed nothing but content is rolled out, too.
 */
final class ContentKeeper {
    private final TargetSets sets;
    private final SetCopies copies;
    /** What was seen to last, so that nothing is asked for while nothing changes. */
    private final Map<ReleaseKey, Wanted> done = new ConcurrentHashMap<>();

    /** What stable's pods run, with what content, and whether new ones need the copies. */
    private record Wanted(String revision, Map<String, String> content, boolean copies, boolean leaving) {}

    ContentKeeper(KubernetesClient client, Copier copier) {
        this.sets = new TargetSets(client);
        this.copies = new SetCopies(client, copier);
    }

    /**
     * Sees to a target that is paused: once it is unpaused, its controller decides about its ReplicaSets.
     *
     * @param leaving whether the release goes, and nothing is to be kept that is not in use
     */
    void keep(CanaryRelease release, AdoptionStatus intended, Deployment target, boolean leaving, Writes writes) {
        String revision = intended.revision();
        boolean held = Boolean.TRUE.equals(target.getSpec().getPaused()) && isSettled(intended);
        PodTemplateSpec template = target.getSpec().getTemplate();
        if (!held || revision == null || !hasAny(template, intended)) {
            return;
        }
        var wanted = new Wanted(
                revision,
                intended.sourcesOrNone().stable(),
                !intended.sourcesOrNone().changed().isEmpty(),
                leaving);
        ReleaseKey key = Observer.key(release);
        if (wanted.equals(done.get(key))) {
            return;
        }
        List<ReplicaSet> all = sets.all(target);
        List<ReplicaSet> inUse = TargetSets.inUse(all);
        boolean namesCopies = !Copies.of(template).bySource().isEmpty();
        boolean managed = true;
        for (ReplicaSet set : all) {
            boolean stable = inUse.contains(set) && TargetSets.isOf(set, revision);
            if (stable && !namesCopies) {
                managed &= writes.perform(set, () -> see(release, set, wanted));
            } else if (!TargetSets.hasPods(set)) {
                managed &= writes.perform(set, () -> copies.drop(set));
            }
        }
        if (managed) {
            done.put(key, wanted);
        }
    }

    void forget(CanaryRelease release) {
        done.remove(Observer.key(release));
    }

    /** While a rollout is under way, what was decided before stays. */
    private static boolean isSettled(AdoptionStatus intended) {
        return switch (intended.stage()) {
            case Idle, Releasing, Promoting, Rolling, Returning, Rejected -> true;
            case Adopting, Restarting, Settling -> false;
        };
    }

    private static boolean hasAny(PodTemplateSpec template, AdoptionStatus intended) {
        return !intended.sourcesOrNone().stable().isEmpty()
                || !Reference.of(template).isEmpty();
    }

    private void see(CanaryRelease release, ReplicaSet set, Wanted wanted) {
        String uid = release.getMetadata().getUid();
        boolean renamed = SetCopies.isInUse(set);
        if (wanted.copies() && !renamed) {
            copies.use(set, uid, wanted.content());
        } else if (!wanted.copies() && renamed) {
            copies.leave(set);
        }
        if (wanted.leaving() || wanted.content().isEmpty()) {
            copies.dropUnlessRead(set);
        } else if (!wanted.copies()) {
            copies.make(set, release.getMetadata().getName(), uid, wanted.content());
        }
    }
}
