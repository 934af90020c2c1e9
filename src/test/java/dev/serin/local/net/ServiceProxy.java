package dev.serin.local.net;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stand-in for kube-proxy: every Service with a cluster address listens there, on loopback, and passes each new TCP
 * connection on to one of its ready endpoints, in turn. It reads Services and EndpointSlices and writes nothing.
 */
public final class ServiceProxy implements AutoCloseable {
    /** The label by which an EndpointSlice belongs to a Service. */
    public static final String SERVICE_NAME = "kubernetes.io/service-name";

    private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);

    private final Forwarder forwarder = new Forwarder();
    private final Map<InetSocketAddress, ServicePortal> portals = new HashMap<>();
    private final AtomicBoolean pending = new AtomicBoolean();
    private final AtomicBoolean retrying = new AtomicBoolean();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("service-proxy").factory());
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<EndpointSlice> slices;

    private ServiceProxy(KubernetesClient client) {
        services = client.services().inAnyNamespace().runnableInformer(0).addEventHandler(new Refresh<>());
        slices = client.discovery()
                .v1()
                .endpointSlices()
                .inAnyNamespace()
                .runnableInformer(0)
                .addEventHandler(new Refresh<>());
    }

    /** Starts, and returns when the Services that there are have been read. */
    public static ServiceProxy start(KubernetesClient client) {
        ServiceProxy proxy = new ServiceProxy(client);
        proxy.slices.start().toCompletableFuture().join();
        proxy.services.start().toCompletableFuture().join();
        return proxy;
    }

    @Override
    public void close() {
        services.close();
        slices.close();
        worker.shutdownNow();
        try {
            // a refresh that is under way might listen again on what the forwarder has let go
            if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A refresh goes on while the addresses are let go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        portals.values().forEach(ServicePortal::close);
        forwarder.close();
    }

    private void refreshSoon() {
        if (!pending.compareAndSet(false, true)) {
            return;
        }
        try {
            worker.execute(this::refresh);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed; the change no longer matters");
        }
    }

    private void refresh() {
        pending.set(false);
        boolean allListen = true;
        Set<InetSocketAddress> wanted = new HashSet<>();
        for (Service service : services.getStore().list()) {
            String ip = service.getSpec().getClusterIP();
            if (ip == null || ip.isEmpty() || ip.equals("None")) {
                continue;
            }
            List<EndpointSlice> own = slices.getStore().list().stream()
                    .filter(slice -> belongs(slice, service))
                    .toList();
            for (ServicePort port : service.getSpec().getPorts()) {
                InetSocketAddress address = new InetSocketAddress(ip, port.getPort());
                wanted.add(address);
                allListen &= update(address, Targets.of(port, own));
            }
        }
        portals.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        if (!allListen && retrying.compareAndSet(false, true)) {
            var unused = worker.schedule(this::retry, 1, TimeUnit.SECONDS);
        }
    }

    private void retry() {
        retrying.set(false);
        refresh();
    }

    private boolean update(InetSocketAddress address, List<InetSocketAddress> targets) {
        try {
            portals.computeIfAbsent(address, a -> new ServicePortal(a, forwarder))
                    .update(targets);
            return true;
        } catch (IOException e) {
            LOG.warn("Service address {} is taken by another process: trying again in a second", address, e);
            return false;
        }
    }

    private static boolean belongs(EndpointSlice slice, Service service) {
        String name = service.getMetadata().getName();
        return service.getMetadata().getNamespace().equals(slice.getMetadata().getNamespace())
                && slice.getMetadata().getLabels() != null
                && name.equals(slice.getMetadata().getLabels().get(SERVICE_NAME));
    }

    private final class Refresh<T extends HasMetadata> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            refreshSoon();
        }

        @Override
        public void onUpdate(T before, T after) {
            refreshSoon();
        }

        @Override
        public void onDelete(T deleted, boolean finalStateUnknown) {
            refreshSoon();
        }
    }
}
