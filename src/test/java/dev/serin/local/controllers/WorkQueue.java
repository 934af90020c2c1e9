package dev.serin.local.controllers;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that wait to be reconciled, one at a time on one thread; a key that waits already is not queued twice. A key whose
 * reconciliation throws comes back after a pause that doubles from 5 ms to 5 s.
 */
final class WorkQueue implements AutoCloseable {
    /** Brings one key's objects to where they should be. */
    interface Reconciler {
        void reconcile(ObjectKey key) throws Exception;
    }

    /** A namespaced name. */
    record ObjectKey(String namespace, String name) {}

    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private final String name;
    private final Reconciler reconciler;
    private final Set<ObjectKey> waiting = ConcurrentHashMap.newKeySet();
    private final Map<ObjectKey, Integer> failures = new ConcurrentHashMap<>();
    private final ScheduledExecutorService worker;

    WorkQueue(String name, Reconciler reconciler) {
        this.name = name;
        this.reconciler = reconciler;
        this.worker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    void add(String namespace, String name) {
        add(new ObjectKey(namespace, name));
    }

    void add(ObjectKey key) {
        if (waiting.add(key)) {
            submit(key, Duration.ZERO);
        }
    }

    /** Reconciles the key again after a while, besides what else queues it. */
    void addAfter(ObjectKey key, Duration pause) {
        submit(key, pause);
    }

    private void submit(ObjectKey key, Duration pause) {
        try {
            var unused = worker.schedule(() -> run(key), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.trace("{} is closed", name);
        }
    }

    private void run(ObjectKey key) {
        waiting.remove(key);
        try {
            reconciler.reconcile(key);
            failures.remove(key);
        } catch (Exception e) {
            int count = failures.merge(key, 1, Integer::sum);
            if (!worker.isShutdown()) {
                report(key, e, count);
                addAfter(key, Duration.ofMillis(Math.min(5000, 5L << Math.min(count - 1, 10))));
            }
        }
    }

    /** A conflict is everyday: somebody else was faster. */
    private void report(ObjectKey key, Exception e, int count) {
        boolean conflict = e instanceof KubernetesClientException k && k.getCode() == HttpURLConnection.HTTP_CONFLICT;
        if (conflict) {
            LOG.debug("{}: {} changed meanwhile", name, key);
        } else {
            LOG.warn("{}: {} failed {} times", name, key, count, e);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
