package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.observe.LeanStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ExecutorServiceManager;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.Controller;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK's controller in three parts: watching, which one that stands by does too, so that it takes over at once;
 * processing, which is the leader's; and the end of that.
 */
public final class Processing {
    private static final Logger log = LoggerFactory.getLogger(Processing.class);

    private final Operator operator;
    private final Controller<CanaryRelease> controller;
    private volatile boolean watching;

    /** {@code watched} are the namespaces whose releases are served; empty: all. */
    @SuppressWarnings("unchecked") // the SDK's only kind of registered controller
    public Processing(
            KubernetesClient client, Metrics metrics, CanaryReleaseReconciler reconciler, Set<String> watched) {
        operator =
                new Operator(overrider -> overrider.withKubernetesClient(client).withMetrics(metrics));
        controller = (Controller<CanaryRelease>) operator.register(reconciler, overrider -> {
            overrider.withItemStore(LeanStore.of(watched));
            if (!watched.isEmpty()) {
                overrider.settingNamespaces(watched);
            }
        });
    }

    private ExecutorServiceManager executors() {
        return operator.getConfigurationService().getExecutorServiceManager();
    }

    /** Watches, and returns when all caches are filled. Releases that change are kept in mind. */
    public void watch() {
        executors().start(operator.getConfigurationService());
        controller.start(false);
        watching = true;
    }

    /** Goes through every release, and from now on through those that change. */
    public void begin() {
        controller.startEventProcessing();
    }

    /** Begins nothing new, and waits for what is going on, for a while. */
    public void end(Duration patience) {
        controller.getEventProcessor().stop();
        if (!watching) {
            return;
        }
        ExecutorService passes = executors().reconcileExecutorService();
        passes.shutdown();
        try {
            if (!passes.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("not all releases were gone through to the end; the next leader goes on with them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the watches are in order; not known before they have begun. */
    public boolean isHealthy() {
        return !watching || !controller.getControllerHealthInfo().hasUnhealthyEventSources();
    }
}
