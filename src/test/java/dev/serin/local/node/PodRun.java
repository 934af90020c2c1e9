package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pod on this node, from its address and volumes to its deletion; writes its status when that has changed. */
final class PodRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodRun.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration SETTLE = Duration.ofMillis(5);

    private final NodeServices node;
    private final PodContext context;
    private final PodThread thread;
    private final Rewriter rewriter;
    private final Volumes volumes;
    private final PodTokens tokens;
    private final List<ContainerRun> containers;
    private final Instant start = Instant.now();
    private final Runnable whenOver;

    private @Nullable PodStatus written;
    private boolean mounted;
    private boolean gone;
    private @Nullable PodStop stop;

    PodRun(Pod pod, NodeServices node, Runnable whenOver) {
        String name = pod.getMetadata().getNamespace() + "_" + pod.getMetadata().getName();
        Path folder =
                node.options().folder().resolve(name + "_" + pod.getMetadata().getUid());
        this.node = node;
        this.context = new PodContext(
                pod, node.options().podIps().get(), node.options().hostIp(), folder, node.configs());
        this.thread = new PodThread("pod " + name, this::report);
        this.volumes = new Volumes(context);
        this.tokens = new PodTokens(context, node.client());
        this.rewriter = new Rewriter(context.podIp(), volumes.mounts(null), node.configs()::serviceAddress);
        this.containers = pod.getSpec().getContainers().stream()
                .map(c -> new ContainerRun(c, context, own(c), node, thread))
                .toList();
        this.written = pod.getStatus();
        this.whenOver = whenOver;
    }

    private Rewriter own(io.fabric8.kubernetes.api.model.Container container) {
        return new Rewriter(context.podIp(), volumes.mounts(container), node.configs()::serviceAddress);
    }

    PodContext context() {
        return context;
    }

    void begin() {
        thread.run(this::mount);
    }

    /** The running process of a container. */
    Optional<Process> process(String container) {
        return containers.stream()
                .filter(c -> c.container().getName().equals(container))
                .findFirst()
                .flatMap(ContainerRun::process);
    }

    /** Mounted files follow their ConfigMaps and Secrets. */
    void syncVolumes() {
        thread.run(() -> {
            if (mounted) {
                volumes.sync(rewriter);
            }
        });
    }

    /** The object is marked for deletion: ends in order, then confirms. */
    void terminate(Pod deleted) {
        thread.run(() -> stop(PodStop.grace(deleted)));
    }

    /** The object is no more: ends in order, with nothing to report to. */
    void gone() {
        thread.run(() -> {
            gone = true;
            stop(PodStop.grace(context.pod()));
            finish();
        });
    }

    private void mount() {
        if (stop != null) {
            return;
        }
        try {
            volumes.sync(rewriter);
            tokens.write();
            mounted = true;
            containers.forEach(ContainerRun::start);
            renewTokensInTime();
        } catch (MissingConfigException | KubernetesClientException e) {
            LOG.debug("pod {} waits: {}", context.pod().getMetadata().getName(), e.getMessage());
            thread.later(RETRY, this::mount);
        }
    }

    private void renewTokensInTime() {
        tokens.due()
                .ifPresent(due -> thread.later(Duration.between(Instant.now(), due), () -> {
                    if (!gone) {
                        tokens.write();
                        renewTokensInTime();
                    }
                }));
    }

    private void stop(Duration grace) {
        if (stop == null) {
            containers.forEach(ContainerRun::stopping);
            stop = new PodStop(containers, context.podIp(), grace);
            stop.begin(() -> thread.run(this::finish));
        } else {
            stop.shorten(grace);
        }
    }

    private void finish() {
        if (stop == null || !stop.isDone()) {
            return;
        }
        if (!containers.stream().allMatch(c -> c.view().over())) {
            thread.later(SETTLE, this::finish); // the news of the last exit is on its way
            return;
        }
        if (!gone) {
            report();
            confirm();
        }
        thread.close();
        whenOver.run();
    }

    private void confirm() {
        try {
            client().withGracePeriod(0).delete();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                LOG.warn(
                        "cannot confirm the end of {}",
                        context.pod().getMetadata().getName(),
                        e);
            }
        }
    }

    private io.fabric8.kubernetes.client.dsl.PodResource client() {
        return node.client().pods().inNamespace(context.namespace()).resource(context.pod());
    }

    private void report() {
        if (gone) {
            return;
        }
        PodStatus status = PodStatuses.of(
                written, context, containers.stream().map(ContainerRun::view).toList(), start, Instant.now());
        if (status.equals(written)) {
            return;
        }
        try {
            Pod next = new PodBuilder(context.pod()).withStatus(status).build();
            // Nobody else writes a pod's status, but others may have written the pod since.
            next.getMetadata().setResourceVersion(null);
            next.getMetadata().setManagedFields(null);
            node.client().pods().inNamespace(context.namespace()).resource(next).updateStatus();
            written = status;
        } catch (KubernetesClientException e) {
            boolean replaced =
                    e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
            if (!replaced) {
                LOG.warn(
                        "cannot write the status of {}",
                        context.pod().getMetadata().getName(),
                        e);
                thread.later(RETRY, () -> {});
            }
        }
    }

    @Override
    public void close() {
        thread.close();
        containers.forEach(ContainerRun::closeProbers);
    }
}
