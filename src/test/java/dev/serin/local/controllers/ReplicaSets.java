package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ReplicaSets of a Deployment: read, made, changed. */
final class ReplicaSets {
    /** Counts a Deployment's templates, on it and on its ReplicaSets. */
    static final String REVISION = "deployment.kubernetes.io/revision";

    private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";

    private final KubernetesClient client;

    ReplicaSets(KubernetesClient client) {
        this.client = client;
    }

    /** Read from the API server, not from a cache: what was just written must be seen. */
    List<ReplicaSet> of(Deployment deployment) {
        return client
                .apps()
                .replicaSets()
                .inNamespace(deployment.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(set -> Owners.owns(deployment, set) && set.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** False: one of that name is there, whose template was changed since. */
    boolean create(ReplicaSet set) {
        try {
            client.resource(set).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return false;
        }
    }

    void update(ReplicaSet set) {
        client.resource(set).update();
    }

    void scale(ReplicaSet set, int size, Deployment deployment) {
        client.apps()
                .replicaSets()
                .inNamespace(set.getMetadata().getNamespace())
                .withName(set.getMetadata().getName())
                .edit(now -> new ReplicaSetBuilder(now)
                        .editMetadata()
                        .addToAnnotations(
                                DESIRED,
                                Integer.toString(orOne(deployment.getSpec().getReplicas())))
                        .endMetadata()
                        .editSpec()
                        .withReplicas(size)
                        .endSpec()
                        .build());
    }

    void delete(ReplicaSet set) {
        client.resource(set).delete();
    }

    /** A set of size zero for the Deployment's present template. */
    static ReplicaSet fresh(Deployment deployment, long revision) {
        String hash = TemplateHash.of(deployment.getSpec().getTemplate(), collisions(deployment));
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels(TemplateHash.LABEL, hash)
                .addToAnnotations(REVISION, Long.toString(revision))
                .addToAnnotations(
                        DESIRED, Integer.toString(orOne(deployment.getSpec().getReplicas())))
                .withOwnerReferences(Owners.controller(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withNewSelectorLike(deployment.getSpec().getSelector())
                .addToMatchLabels(TemplateHash.LABEL, hash)
                .endSelector()
                .withTemplate(new PodTemplateSpecBuilder(deployment.getSpec().getTemplate())
                        .editMetadata()
                        .addToLabels(TemplateHash.LABEL, hash)
                        .endMetadata()
                        .build())
                .endSpec()
                .build();
    }

    /** How often a ReplicaSet's name was taken. */
    static int collisions(Deployment deployment) {
        return deployment.getStatus() == null
                ? 0
                : orZero(deployment.getStatus().getCollisionCount());
    }

    static ReplicaSet withRevision(ReplicaSet set, long revision) {
        return new ReplicaSetBuilder(set)
                .editMetadata()
                .addToAnnotations(REVISION, Long.toString(revision))
                .endMetadata()
                .build();
    }

    /** Equal but for the hash label. */
    static boolean sameTemplate(ReplicaSet set, Deployment deployment) {
        PodTemplateSpec bare = new PodTemplateSpecBuilder(set.getSpec().getTemplate())
                .editMetadata()
                .removeFromLabels(TemplateHash.LABEL)
                .endMetadata()
                .build();
        return TemplateHash.of(bare).equals(TemplateHash.of(deployment.getSpec().getTemplate()));
    }

    static long revision(ReplicaSet set) {
        return annotation(set, REVISION).map(Long::parseLong).orElse(0L);
    }

    /** The Deployment's replicas when the set was sized last. */
    static Optional<Integer> desired(ReplicaSet set) {
        return annotation(set, DESIRED).map(Integer::parseInt);
    }

    static int size(ReplicaSet set) {
        return orOne(set.getSpec().getReplicas());
    }

    static int pods(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getReplicas());
    }

    static int ready(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getReadyReplicas());
    }

    static int available(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getAvailableReplicas());
    }

    static int orOne(@Nullable Integer n) {
        return n == null ? 1 : n;
    }

    static int orZero(@Nullable Integer n) {
        return n == null ? 0 : n;
    }

    private static Optional<String> annotation(ReplicaSet set, String name) {
        return Optional.ofNullable(set.getMetadata().getAnnotations()).map(all -> all.get(name));
    }
}
