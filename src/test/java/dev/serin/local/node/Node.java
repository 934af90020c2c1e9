package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node with its kubelet and its scheduler: binds every pod that has no node to itself, but those of foreign namespaces, and runs it as local processes.
 * Closing it kills all of them and writes nothing more.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final NodeServices services;
    private final NodeRegistration registration;
    private final Scheduler scheduler;
    private final Map<String, PodRun> running = new ConcurrentHashMap<>();
    private final Map<String, PodContext> known = new ConcurrentHashMap<>();
    private final ExecutorService binder = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("scheduler").factory());
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<ConfigMap> configMaps;
    private final SharedIndexInformer<Secret> secrets;
    private volatile boolean closed;

    private Node(KubernetesClient client, NodeOptions options) {
        services = new NodeServices(client, options, new Configs(client), new Processes());
        registration = new NodeRegistration(client, options);
        scheduler = new Scheduler(client, options);
        pods = client.pods().inAnyNamespace().runnableInformer(0).addEventHandler(new PodHandler());
        configMaps = client.configMaps().inAnyNamespace().runnableInformer(0).addEventHandler(new ConfigHandler<>());
        secrets = client.secrets().inAnyNamespace().runnableInformer(0).addEventHandler(new ConfigHandler<>());
    }

    /** Registers the node and starts; returns when the pods that there are have been read. */
    public static Node start(KubernetesClient client, NodeOptions options) {
        Node node = new Node(client, options);
        node.registration.register();
        node.configMaps.start().toCompletableFuture().join();
        node.secrets.start().toCompletableFuture().join();
        node.pods.start().toCompletableFuture().join();
        return node;
    }

    /** The process that runs a container now. */
    public Optional<ProcessHandle> process(String namespace, String pod, String container) {
        return running.values().stream()
                .filter(run -> is(run.context(), namespace, pod))
                .findFirst()
                .flatMap(run -> run.process(container))
                .map(Process::toHandle);
    }

    /** Sends a signal, by its name without SIG, to a container's process. */
    public void signal(String namespace, String pod, String container, String signal)
            throws IOException, InterruptedException {
        ProcessHandle process = process(namespace, pod, container)
                .orElseThrow(() -> new IOException("container " + container + " of " + pod + " does not run"));
        Processes.signal(process.pid(), signal);
    }

    /** Where a container's output is, also after its pod has gone; all its runs in one file. */
    public Path logFile(String namespace, String pod, String container) {
        return context(namespace, pod).log(container);
    }

    private PodContext context(String namespace, String pod) {
        return known.values().stream()
                .filter(context -> is(context, namespace, pod))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such pod on this node: " + namespace + "/" + pod));
    }

    /** The last lines of a container's output; none if it never ran. */
    public List<String> tail(String namespace, String pod, String container, int lines) throws IOException {
        Path file = logFile(namespace, pod, container);
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> all = Files.readAllLines(file);
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** All the output so far of a pod's first container, also after the pod has gone; empty if it never ran. */
    public List<String> logs(String namespace, String pod) throws IOException {
        PodContext context = context(namespace, pod);
        return tail(
                namespace,
                pod,
                context.pod().getSpec().getContainers().getFirst().getName(),
                Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        closed = true;
        pods.close();
        configMaps.close();
        secrets.close();
        registration.close();
        binder.shutdownNow();
        running.values().forEach(PodRun::close);
        services.processes().close();
    }

    private void seen(Pod pod) {
        String uid = pod.getMetadata().getUid();
        boolean deleted = pod.getMetadata().getDeletionTimestamp() != null;
        String bound = pod.getSpec().getNodeName();
        if (closed || services.options().foreign().contains(pod.getMetadata().getNamespace())) {
            LOG.trace("closed, or none of its business");
        } else if (bound == null || bound.isEmpty()) {
            if (!deleted) {
                submit(() -> scheduler.bind(pod));
            }
        } else if (bound.equals(services.options().name())) {
            PodRun run = running.get(uid);
            if (run != null && deleted) {
                run.terminate(pod);
            } else if (deleted) {
                submit(() -> confirm(pod)); // it never ran here, or has ended
            } else if (run == null && !isOver(pod)) {
                begin(pod);
            }
        }
    }

    private void begin(Pod pod) {
        String uid = pod.getMetadata().getUid();
        PodRun run = new PodRun(pod, services, () -> over(uid));
        running.put(uid, run);
        known.put(uid, run.context());
        run.begin();
    }

    private void confirm(Pod pod) {
        try {
            services.client().resource(pod).withGracePeriod(0).delete();
        } catch (KubernetesClientException e) {
            LOG.debug("pod {} is gone already", pod.getMetadata().getName(), e);
        }
    }

    private void over(String uid) {
        PodRun run = running.remove(uid);
        if (run != null) {
            services.options().podIps().release(run.context().podIp());
        }
    }

    private static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    private void submit(Runnable work) {
        try {
            binder.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.trace("closed");
        }
    }

    private static boolean is(PodContext context, String namespace, String pod) {
        return context.namespace().equals(namespace)
                && context.pod().getMetadata().getName().equals(pod);
    }

    private final class PodHandler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            seen(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod after) {
            seen(after);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            PodRun run = running.get(pod.getMetadata().getUid());
            if (run != null && !closed) {
                run.gone();
            }
        }
    }

    /** What mounted files are made of. */
    private final class ConfigHandler<T extends HasMetadata> implements ResourceEventHandler<T> {
        /** Also one that was optional, or takes the place of one that was deleted. */
        @Override
        public void onAdd(T added) {
            String namespace = added.getMetadata().getNamespace();
            running.values().stream()
                    .filter(run -> run.context().namespace().equals(namespace))
                    .forEach(PodRun::syncVolumes);
        }

        @Override
        public void onUpdate(T before, T after) {
            onAdd(after);
        }

        @Override
        public void onDelete(T gone, boolean finalStateUnknown) {
            // Files stay as they were, as in a real volume.
        }
    }
}
