package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a Deployment's ReplicaSets should become next: decisions only, made from what was read. */
final class Rollout {
    private static final int HISTORY = 10;

    private final Deployment deployment;
    private final List<ReplicaSet> sets;
    private final Optional<ReplicaSet> fresh;
    private final List<ReplicaSet> old;
    private final Predicate<ReplicaSet> hasPods;

    /** {@code hasPods} also counts pods that are still ending. */
    Rollout(Deployment deployment, List<ReplicaSet> found, Predicate<ReplicaSet> hasPods) {
        this.deployment = deployment;
        this.sets = found.stream()
                .sorted(Comparator.comparingLong(ReplicaSets::revision)
                        .thenComparing(set -> set.getMetadata().getName()))
                .toList();
        this.fresh = sets.stream()
                .filter(set -> ReplicaSets.sameTemplate(set, deployment))
                .findFirst();
        this.old = sets.stream().filter(set -> !isFresh(set)).toList();
        this.hasPods = hasPods;
    }

    /** All sets, oldest revision first. */
    List<ReplicaSet> sets() {
        return sets;
    }

    /** The set of the present template. */
    Optional<ReplicaSet> fresh() {
        return fresh;
    }

    /** The set that the present template lacks, of size zero; none while paused. */
    Optional<ReplicaSet> missing() {
        return fresh.isPresent() || isPaused()
                ? Optional.empty()
                : Optional.of(ReplicaSets.fresh(deployment, latestRevision() + 1));
    }

    /** The present template's set with a new revision, when it is an old one that has come back. */
    Optional<ReplicaSet> annotated() {
        return fresh.filter(set -> !isPaused() && ReplicaSets.revision(set) < latestRevision())
                .map(set -> ReplicaSets.withRevision(set, latestRevision() + 1));
    }

    /** The Deployment's revision annotation: that of the present template. */
    Optional<String> revision() {
        return fresh.map(set -> annotated().orElse(set)).map(set -> Long.toString(ReplicaSets.revision(set)));
    }

    /** New sizes by name, for those sets that change, or whose size was reckoned for another number of replicas. */
    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = isPaused() || isScaling() ? scaled() : rolled();
        Map<String, Integer> changes = new HashMap<>(sizes);
        sets.stream()
                .filter(set -> !isStale(set))
                .forEach(set -> changes.remove(set.getMetadata().getName(), ReplicaSets.size(set)));
        return changes;
    }

    /** Sets without pods beyond the history limit, oldest first. */
    List<ReplicaSet> obsolete() {
        Integer limit = deployment.getSpec().getRevisionHistoryLimit();
        List<ReplicaSet> empty = old.stream()
                .filter(set -> ReplicaSets.size(set) == 0 && ReplicaSets.pods(set) == 0)
                .toList();
        return empty.subList(0, Math.max(0, empty.size() - (limit == null ? HISTORY : limit)));
    }

    private Map<String, Integer> rolled() {
        if (fresh.isEmpty()) {
            return Map.of();
        }
        return isRecreate() ? recreated(fresh.get()) : bounds().next(view(fresh.get()), views(old));
    }

    private Map<String, Integer> recreated(ReplicaSet set) {
        Map<String, Integer> sizes = new HashMap<>();
        old.forEach(o -> sizes.put(o.getMetadata().getName(), 0));
        if (old.stream().allMatch(o -> ReplicaSets.size(o) == 0 && !hasPods.test(o))) {
            sizes.put(set.getMetadata().getName(), replicas());
        }
        return sizes;
    }

    private Map<String, Integer> scaled() {
        List<ReplicaSet> active =
                sets.stream().filter(set -> ReplicaSets.size(set) > 0).toList();
        if (active.size() > 1 && !isRecreate()) {
            return bounds().proportional(views(active));
        }
        Optional<ReplicaSet> only = active.isEmpty()
                ? fresh.or(() -> sets.stream().reduce((a, b) -> b))
                : active.stream().findFirst();
        return only.map(set -> Map.of(set.getMetadata().getName(), replicas())).orElse(Map.of());
    }

    /** Replicas changed since the active sets were sized last. */
    private boolean isScaling() {
        return sets.stream().filter(set -> ReplicaSets.size(set) > 0).anyMatch(this::isStale);
    }

    private boolean isStale(ReplicaSet set) {
        return ReplicaSets.desired(set).filter(n -> n != replicas()).isPresent();
    }

    private RollingUpdate bounds() {
        DeploymentStrategy strategy = deployment.getSpec().getStrategy();
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        return RollingUpdate.of(
                replicas(),
                rolling == null ? null : rolling.getMaxSurge(),
                rolling == null ? null : rolling.getMaxUnavailable());
    }

    private boolean isFresh(ReplicaSet set) {
        return fresh.filter(
                        f -> f.getMetadata().getName().equals(set.getMetadata().getName()))
                .isPresent();
    }

    private boolean isPaused() {
        return Boolean.TRUE.equals(deployment.getSpec().getPaused());
    }

    private boolean isRecreate() {
        return deployment.getSpec().getStrategy() != null
                && "Recreate".equals(deployment.getSpec().getStrategy().getType());
    }

    private int replicas() {
        return ReplicaSets.orOne(deployment.getSpec().getReplicas());
    }

    private long latestRevision() {
        return sets.isEmpty() ? 0 : ReplicaSets.revision(sets.getLast());
    }

    private static RollingUpdate.Set view(ReplicaSet set) {
        return new RollingUpdate.Set(set.getMetadata().getName(), ReplicaSets.size(set), ReplicaSets.available(set));
    }

    private static List<RollingUpdate.Set> views(List<ReplicaSet> sets) {
        return sets.stream().map(Rollout::view).toList();
    }
}
