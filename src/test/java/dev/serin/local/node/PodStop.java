package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a pod's containers, side by side: the preStop hook, SIGTERM, and SIGKILL when the grace period, which
 * includes the hook, is over. After a hook at least two seconds are left for SIGTERM.
 */
final class PodStop {
    private static final Logger LOG = LoggerFactory.getLogger(PodStop.class);
    private static final long AFTER_HOOK = TimeUnit.SECONDS.toNanos(2);

    private final List<ContainerRun> containers;
    private final String podIp;
    private volatile long deadline;
    private volatile boolean done;

    PodStop(List<ContainerRun> containers, String podIp, Duration grace) {
        this.containers = containers;
        this.podIp = podIp;
        this.deadline = System.nanoTime() + grace.toNanos();
    }

    /** What the deletion asks for, else the pod's own, else 30 s. */
    static Duration grace(Pod pod) {
        Long asked = pod.getMetadata().getDeletionGracePeriodSeconds();
        Long own = pod.getSpec().getTerminationGracePeriodSeconds();
        return Duration.ofSeconds(asked != null ? asked : own != null ? own : 30);
    }

    /** Starts; {@code then} runs when the last process has ended. */
    void begin(Runnable then) {
        CompletableFuture<?>[] ends = containers.stream()
                .map(container -> {
                    CompletableFuture<Void> end = new CompletableFuture<>();
                    Thread.ofVirtual().name("pod-stop").start(() -> {
                        end(container);
                        end.complete(null);
                    });
                    return end;
                })
                .toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(ends).thenRun(() -> {
            done = true;
            then.run();
        });
    }

    /** A second deletion may leave less time, never more. */
    void shorten(Duration grace) {
        long sooner = System.nanoTime() + grace.toNanos();
        if (sooner - deadline < 0) {
            deadline = sooner;
        }
    }

    boolean isDone() {
        return done;
    }

    private void end(ContainerRun container) {
        container.process().ifPresent(process -> {
            try {
                if (hook(container, process)) {
                    deadline = Math.max(deadline, System.nanoTime() + AFTER_HOOK);
                }
                process.destroy();
                while (process.isAlive() && left() > 0) {
                    // In slices: the deadline may come nearer meanwhile.
                    var unused =
                            process.waitFor(Math.min(left(), TimeUnit.MILLISECONDS.toNanos(200)), TimeUnit.NANOSECONDS);
                }
                process.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        });
    }

    private long left() {
        return deadline - System.nanoTime();
    }

    private boolean hook(ContainerRun container, Process process) throws InterruptedException {
        Lifecycle lifecycle = container.container().getLifecycle();
        LifecycleHandler hook = lifecycle == null ? null : lifecycle.getPreStop();
        if (hook == null || left() <= 0) {
            return false;
        }
        try {
            run(hook, container, process);
        } catch (IOException e) {
            LOG.warn("preStop hook of {} failed", container.container().getName(), e);
        }
        return true;
    }

    private void run(LifecycleHandler hook, ContainerRun container, @Nullable Process process)
            throws IOException, InterruptedException {
        Duration limit = Duration.ofNanos(left());
        if (hook.getExec() != null) {
            int code = container.exec(hook.getExec().getCommand(), limit);
            LOG.debug("preStop hook of {} ended with {}", container.container().getName(), code);
        } else if (hook.getHttpGet() != null) {
            Checks checks = new Checks(container.container(), podIp, container::exec);
            LOG.debug("preStop hook passed: {}", checks.httpGet(hook.getHttpGet(), limit));
        } else if (hook.getSleep() != null) {
            Duration wanted = Duration.ofSeconds(hook.getSleep().getSeconds());
            Duration pause = wanted.compareTo(limit) < 0 ? wanted : limit;
            // Asleep until the time is over, or the process ends by itself.
            CountDownLatch ended = new CountDownLatch(1);
            if (process != null) {
                var unused = process.onExit().thenRun(ended::countDown);
            }
            boolean early = ended.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            LOG.trace("preStop sleep over, early: {}", early);
        }
    }
}
