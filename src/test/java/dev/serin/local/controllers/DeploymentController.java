package dev.serin.local.controllers;

import dev.serin.local.controllers.WorkQueue.ObjectKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The stand-in for the Deployment controller: one ReplicaSet per template, sized by the strategy; while paused, the
 * template is held back, and only scaling goes on.
 */
final class DeploymentController implements AutoCloseable {
    private final KubernetesClient client;
    private final Caches caches;
    private final ReplicaSets replicaSets;
    private final WorkQueue queue = new WorkQueue("deployment-controller", this::reconcile);

    DeploymentController(KubernetesClient client, Caches caches) {
        this.client = client;
        this.caches = caches;
        this.replicaSets = new ReplicaSets(client);
        Caches.onChange(
                caches.deployments,
                d -> queue.add(d.getMetadata().getNamespace(), d.getMetadata().getName()));
        Caches.onChange(
                caches.replicaSets,
                set -> Owners.nameOf(set, "Deployment")
                        .ifPresent(name -> queue.add(set.getMetadata().getNamespace(), name)));
        Caches.onChange(caches.pods, this::podSeen);
    }

    /** Recreate waits for the last old pod to be gone, which no ReplicaSet's status says. */
    private void podSeen(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        Owners.nameOf(pod, "ReplicaSet")
                .map(name -> caches.replicaSets.getStore().getByKey(namespace + "/" + name))
                .flatMap(set -> Owners.nameOf(set, "Deployment"))
                .ifPresent(name -> queue.add(namespace, name));
    }

    private void reconcile(ObjectKey key) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(key.namespace())
                .withName(key.name())
                .get();
        if (deployment == null || deployment.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        Rollout rollout = new Rollout(deployment, replicaSets.of(deployment), this::hasPods);
        Optional<ReplicaSet> missing = rollout.missing();
        if (missing.isPresent()) {
            if (!replicaSets.create(missing.get())) {
                countCollision(deployment);
            }
            queue.add(key);
            return;
        }
        rollout.annotated().ifPresent(replicaSets::update);
        Map<String, Integer> sizes = rollout.sizes();
        rollout.sets().stream()
                .filter(set -> sizes.containsKey(set.getMetadata().getName()))
                .forEach(set -> replicaSets.scale(
                        set, Objects.requireNonNull(sizes.get(set.getMetadata().getName())), deployment));
        rollout.obsolete().forEach(replicaSets::delete);
        writeStatus(revised(deployment, rollout), rollout, key);
    }

    /** As in Kubernetes: the next name is another one. */
    private void countCollision(Deployment deployment) {
        client.resource(new DeploymentBuilder(deployment)
                        .editOrNewStatus()
                        .withCollisionCount(ReplicaSets.collisions(deployment) + 1)
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private boolean hasPods(ReplicaSet set) {
        return caches.pods.getStore().list().stream().anyMatch(pod -> Owners.owns(set, pod) && !Pods.isFinished(pod));
    }

    /** As it is once its revision is written. */
    private Deployment revised(Deployment deployment, Rollout rollout) {
        Optional<String> revision = rollout.revision();
        Map<String, String> annotations = deployment.getMetadata().getAnnotations();
        if (revision.isEmpty()
                || (annotations != null && revision.get().equals(annotations.get(ReplicaSets.REVISION)))) {
            return deployment;
        }
        return client.resource(new DeploymentBuilder(deployment)
                        .editMetadata()
                        .addToAnnotations(ReplicaSets.REVISION, revision.get())
                        .endMetadata()
                        .build())
                .update();
    }

    /** With the version that was read: it has the managed fields as they were then, which would undo what came between. */
    private void writeStatus(Deployment before, Rollout rollout, ObjectKey key) {
        DeploymentStatuses statuses = new DeploymentStatuses(Clock.systemUTC());
        DeploymentStatus status = statuses.of(before, rollout.fresh(), rollout.sets());
        if (!status.equals(before.getStatus())) {
            client.resource(new DeploymentBuilder(before).withStatus(status).build())
                    .updateStatus();
        }
        statuses.deadline(before, status).ifPresent(pause -> queue.addAfter(key, pause));
    }

    @Override
    public void close() {
        queue.close();
    }
}
