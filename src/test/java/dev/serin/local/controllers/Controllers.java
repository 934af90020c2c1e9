package dev.serin.local.controllers;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** All the stand-in controllers, for an API server that comes without any. Never beside a real controller manager. */
public final class Controllers implements AutoCloseable {
    private final Caches caches;
    private final List<Runnable> parts;

    private Controllers(Caches caches, List<Runnable> parts) {
        this.caches = caches;
        this.parts = parts;
    }

    /** Starts them, and returns when all have read what there is. */
    public static Controllers start(KubernetesClient client) {
        Caches caches = new Caches(client);
        List<Runnable> parts = List.of(
                new DeploymentController(client, caches)::close,
                new ReplicaSetController(client, caches)::close,
                new EndpointSliceController(client, caches)::close,
                new JobController(client, caches)::close,
                new Autoscaler(client, caches)::close,
                new GarbageCollector(client)::close);
        caches.start();
        return new Controllers(caches, parts);
    }

    @Override
    public void close() {
        caches.close();
        parts.forEach(Runnable::run);
    }
}
