package dev.serin.local.controllers;

import dev.serin.local.controllers.WorkQueue.ObjectKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The stand-in for the ReplicaSet controller: keeps as many pods as are wanted, and counts them. */
final class ReplicaSetController implements AutoCloseable {
    private static final String SUFFIX = "bcdfghjklmnpqrstvwxz2456789";

    private final KubernetesClient client;
    private final WorkQueue queue = new WorkQueue("replicaset-controller", this::reconcile);

    ReplicaSetController(KubernetesClient client, Caches caches) {
        this.client = client;
        Caches.onChange(
                caches.replicaSets,
                set -> queue.add(
                        set.getMetadata().getNamespace(), set.getMetadata().getName()));
        Caches.onChange(
                caches.pods,
                pod -> Owners.nameOf(pod, "ReplicaSet")
                        .ifPresent(name -> queue.add(pod.getMetadata().getNamespace(), name)));
    }

    private void reconcile(ObjectKey key) {
        ReplicaSet set = client.apps()
                .replicaSets()
                .inNamespace(key.namespace())
                .withName(key.name())
                .get();
        if (set == null) {
            return;
        }
        List<Pod> pods = active(set);
        if (set.getMetadata().getDeletionTimestamp() == null) {
            int wanted = ReplicaSets.size(set);
            for (int i = pods.size(); i < wanted; i++) {
                client.resource(pod(set)).create();
            }
            pods.stream()
                    .sorted(Pods.WORTH_LEAST_FIRST)
                    .limit(Math.max(0, pods.size() - wanted))
                    .forEach(pod -> client.resource(pod).delete());
            if (pods.size() != wanted) {
                pods = active(set);
            }
        }
        writeStatus(set, pods, key);
    }

    private List<Pod> active(ReplicaSet set) {
        return client.pods().inNamespace(set.getMetadata().getNamespace()).list().getItems().stream()
                .filter(pod -> Owners.owns(set, pod) && Pods.isActive(pod))
                .toList();
    }

    private static Pod pod(ReplicaSet set) {
        StringBuilder name = new StringBuilder(set.getMetadata().getName()).append('-');
        ThreadLocalRandom.current().ints(5, 0, SUFFIX.length()).forEach(i -> name.append(SUFFIX.charAt(i)));
        return new PodBuilder()
                .withMetadata(set.getSpec().getTemplate().getMetadata())
                .editMetadata()
                .withNamespace(set.getMetadata().getNamespace())
                .withName(name.toString())
                .withOwnerReferences(Owners.controller(set))
                .endMetadata()
                .withSpec(set.getSpec().getTemplate().getSpec())
                .build();
    }

    private void writeStatus(ReplicaSet set, List<Pod> pods, ObjectKey key) {
        int minReady = ReplicaSets.orZero(set.getSpec().getMinReadySeconds());
        Instant now = Instant.now();
        List<Duration> ready = pods.stream()
                .map(pod -> Pods.untilAvailable(pod, minReady, now))
                .flatMap(Optional::stream)
                .toList();
        ReplicaSetStatus status = new ReplicaSetStatusBuilder()
                .withReplicas(pods.size())
                .withFullyLabeledReplicas(pods.size())
                .withReadyReplicas(ready.size())
                .withAvailableReplicas(
                        (int) ready.stream().filter(Duration::isZero).count())
                .withObservedGeneration(set.getMetadata().getGeneration())
                .build();
        if (!status.equals(set.getStatus())) {
            client.resource(new ReplicaSetBuilder(set).withStatus(status).build())
                    .updateStatus();
        }
        ready.stream()
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder())
                .ifPresent(pause -> queue.addAfter(key, pause));
    }

    @Override
    public void close() {
        queue.close();
    }
}
