package dev.serin.observe;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.content.Copies;
import dev.serin.plan.AdoptedFacts.Running;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ReplicaSets of a Deployment that is adopted in place: which templates its pods run, and with what content. They
 * are asked for and not watched, so that no watch on all ReplicaSets of all namespaces is needed.
 */
public final class TargetSets {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";

    private final KubernetesClient client;

    public TargetSets(KubernetesClient client) {
        this.client = client;
    }

    /** All of them, the newest first. */
    public List<ReplicaSet> all(Deployment deployment) {
        return client
                .apps()
                .replicaSets()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabels(Selectors.of(deployment))
                .list()
                .getItems()
                .stream()
                .filter(set -> set.getOwnerReferenceFor(deployment.getMetadata().getUid())
                        .isPresent())
                .sorted(Comparator.comparingLong(TargetSets::revision).reversed())
                .toList();
    }

    /** Those that have pods; where none has any, the newest. */
    public static List<ReplicaSet> inUse(List<ReplicaSet> all) {
        List<ReplicaSet> withPods = all.stream().filter(TargetSets::hasPods).toList();
        return withPods.isEmpty() ? all.stream().limit(1).toList() : withPods;
    }

    /** Whether it has pods, or shall have some. */
    public static boolean hasPods(ReplicaSet set) {
        Integer wanted = set.getSpec().getReplicas();
        Integer has = set.getStatus() == null ? null : set.getStatus().getReplicas();
        return wanted == null || wanted > 0 || (has != null && has > 0);
    }

    /** Whether its pods are of a version, which a status names, whatever they read. */
    public static boolean isOf(ReplicaSet set, String version) {
        return Revisions.isOf(version, Revisions.of(original(set)));
    }

    /** Its template as the Deployment has it, with nothing of a controller's or the operator's own. */
    static PodTemplateSpec original(ReplicaSet set) {
        return new PodTemplateSpecBuilder(Copies.original(set.getSpec().getTemplate()))
                .editMetadata()
                .removeFromLabels(HASH)
                .endMetadata()
                .build();
    }

    private static long revision(ReplicaSet set) {
        return Optional.ofNullable(set.getMetadata().getAnnotations())
                .map(all -> all.get(REVISION))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /**
     * What pods run, one entry for each ReplicaSet that is in use. None where it cannot be known what they read.
     *
     * @param canary the canary Deployment, whose template tells what was promoted
     */
    List<Running> running(CanaryRelease release, Deployment target, Optional<Deployment> canary, Reads reads) {
        List<Optional<Running>> running = inUse(all(target)).stream()
                .map(set -> running(release, set, canary, reads))
                .toList();
        return running.stream().allMatch(Optional::isPresent)
                ? running.stream().flatMap(Optional::stream).toList()
                : List.of();
    }

    private static Optional<Running> running(
            CanaryRelease release, ReplicaSet set, Optional<Deployment> canary, Reads reads) {
        PodTemplateSpec template = original(set);
        String hash = Revisions.of(template);
        Copies copies = Copies.of(set.getSpec().getTemplate());
        Optional<Map<String, String>> content = copies.bySource().isEmpty()
                ? expected(release, hash, canary).or(() -> reads.of(release, template))
                : Optional.of(copies.hashes());
        return content.map(read -> new Running(Revisions.of(hash, read), restartedAt(template), read));
    }

    /** What was to be rolled out, whatever there is by now: a change meanwhile is another version. */
    private static Optional<Map<String, String>> expected(
            CanaryRelease release, String hash, Optional<Deployment> canary) {
        AdoptionStatus adoption = Reads.adoption(release);
        Stage stage = adoption.stage();
        Optional<Map<String, String>> promoted = canary.filter(made -> stage == Stage.Settling)
                .map(made -> Copies.of(made.getSpec().getTemplate()).hashes())
                .filter(content ->
                        Revisions.of(hash, content).equals(release.getStatus().canaryRevision()));
        Optional<Map<String, String>> stable = Optional.ofNullable(adoption.revision())
                .filter(version -> stage != Stage.Adopting && Revisions.isOf(version, hash))
                .map(version -> adoption.sourcesOrNone().stable());
        return promoted.or(() -> stable);
    }

    static @Nullable String restartedAt(PodTemplateSpec template) {
        return Optional.ofNullable(template.getMetadata().getAnnotations())
                .map(all -> all.get(Revisions.RESTARTED_AT))
                .orElse(null);
    }
}
