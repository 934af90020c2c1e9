package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.function.Consumer;

/** The informers that the controllers share: one watch for each kind. */
final class Caches implements AutoCloseable {
    final SharedIndexInformer<Deployment> deployments;
    final SharedIndexInformer<ReplicaSet> replicaSets;
    final SharedIndexInformer<Pod> pods;
    final SharedIndexInformer<Service> services;
    final SharedIndexInformer<EndpointSlice> slices;
    final SharedIndexInformer<HorizontalPodAutoscaler> autoscalers;
    final SharedIndexInformer<Job> jobs;

    Caches(KubernetesClient client) {
        deployments = client.apps().deployments().inAnyNamespace().runnableInformer(0);
        replicaSets = client.apps().replicaSets().inAnyNamespace().runnableInformer(0);
        pods = client.pods().inAnyNamespace().runnableInformer(0);
        services = client.services().inAnyNamespace().runnableInformer(0);
        autoscalers = client.autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inAnyNamespace()
                .runnableInformer(0);
        jobs = client.batch().v1().jobs().inAnyNamespace().runnableInformer(0);
        slices = client.discovery().v1().endpointSlices().inAnyNamespace().runnableInformer(0);
    }

    /** Calls back with every state that an object is seen in: before and after an update, and the last one. */
    static <T extends HasMetadata> void onChange(SharedIndexInformer<T> informer, Consumer<T> seen) {
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                seen.accept(added);
            }

            @Override
            public void onUpdate(T before, T after) {
                seen.accept(before);
                seen.accept(after);
            }

            @Override
            public void onDelete(T deleted, boolean finalStateUnknown) {
                seen.accept(deleted);
            }
        });
    }

    void start() {
        for (SharedIndexInformer<?> informer :
                List.of(autoscalers, slices, pods, services, jobs, replicaSets, deployments)) {
            informer.start().toCompletableFuture().join();
        }
    }

    @Override
    public void close() {
        for (SharedIndexInformer<?> informer :
                List.of(deployments, replicaSets, jobs, services, pods, slices, autoscalers)) {
            informer.close();
        }
    }
}
