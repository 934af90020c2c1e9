package dev.serin.local.controllers;

import dev.serin.local.controllers.WorkQueue.ObjectKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stand-in for the EndpointSlice controller: keeps the slices of Services that have a selector, and never touches
 * those of Services without one, nor slices that another manager labelled.
 */
final class EndpointSliceController implements AutoCloseable {
    private final KubernetesClient client;
    private final Caches caches;
    private final WorkQueue queue = new WorkQueue("endpointslice-controller", this::reconcile);

    EndpointSliceController(KubernetesClient client, Caches caches) {
        this.client = client;
        this.caches = caches;
        Caches.onChange(
                caches.services,
                s -> queue.add(s.getMetadata().getNamespace(), s.getMetadata().getName()));
        Caches.onChange(caches.pods, this::podSeen);
        Caches.onChange(caches.slices, slice -> {
            if (EndpointSlices.isOurs(slice)) {
                queue.add(slice.getMetadata().getNamespace(), EndpointSlices.serviceOf(slice));
            }
        });
    }

    private void podSeen(Pod pod) {
        caches.services.getStore().list().stream()
                .filter(service -> EndpointSlices.selects(service, pod))
                .forEach(service -> queue.add(
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName()));
    }

    private void reconcile(ObjectKey key) {
        Service service = caches.services.getStore().getByKey(key.namespace() + "/" + key.name());
        if (service == null || EndpointSlices.selector(service).isEmpty()) {
            return; // the slices of a Service that is gone go with their owner
        }
        Map<String, EndpointSlice> present = new HashMap<>();
        // From the API server: a slice that was just written must be seen.
        client.discovery().v1().endpointSlices().inNamespace(key.namespace()).list().getItems().stream()
                .filter(slice -> EndpointSlices.isOurs(slice)
                        && EndpointSlices.serviceOf(slice).equals(key.name()))
                .forEach(slice -> present.put(slice.getMetadata().getName(), slice));
        List<Pod> pods = caches.pods.getStore().list().stream()
                .filter(pod -> EndpointSlices.selects(service, pod))
                .toList();
        for (EndpointSlice wanted : EndpointSlices.of(service, pods)) {
            EndpointSlice before = present.remove(wanted.getMetadata().getName());
            if (before == null) {
                client.resource(wanted).create();
            } else if (!same(before, wanted)) {
                client.resource(new EndpointSliceBuilder(before)
                                .withEndpoints(wanted.getEndpoints())
                                .withPorts(wanted.getPorts())
                                .editMetadata()
                                .withLabels(wanted.getMetadata().getLabels())
                                .withOwnerReferences(wanted.getMetadata().getOwnerReferences())
                                .endMetadata()
                                .build())
                        .update();
            }
        }
        present.values().forEach(slice -> client.resource(slice).delete());
    }

    /** An empty list comes back as null. */
    private static boolean sameLists(@Nullable List<?> a, @Nullable List<?> b) {
        return Objects.requireNonNullElse(a, List.of()).equals(Objects.requireNonNullElse(b, List.of()));
    }

    private static boolean same(EndpointSlice a, EndpointSlice b) {
        return sameLists(a.getEndpoints(), b.getEndpoints())
                && sameLists(a.getPorts(), b.getPorts())
                && Objects.equals(a.getMetadata().getLabels(), b.getMetadata().getLabels())
                && Objects.equals(
                        a.getMetadata().getOwnerReferences(), b.getMetadata().getOwnerReferences());
    }

    @Override
    public void close() {
        queue.close();
    }
}
