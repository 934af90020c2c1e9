package dev.serin.metrics;

import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK tells of reconciling. The SDK's own bridge to Micrometer would not do: it wraps what a reconciler throws,
 * and the SDK then takes a mere conflict for an error.
 */
final class ReconcileMetrics implements Metrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final Map<String, Timer> durations;
    private final Counter conflicts;
    private final Counter failures;
    private final Counter retries;
    private final Consumer<ReleaseKey> onGone;

    /** {@code onGone} hears of releases that are no more. */
    ReconcileMetrics(MeterRegistry registry, Consumer<ReleaseKey> onGone) {
        this.onGone = onGone;
        durations = Map.of("reconcile", timer(registry, "reconcile"), "cleanup", timer(registry, "cleanup"));
        conflicts = errors(registry, "conflict");
        failures = errors(registry, "failure");
        retries = Counter.builder("serin.reconcile.retries")
                .description("Passes that were tried again after an error.")
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String operation) {
        return Timer.builder("serin.reconcile.duration")
                .description("How long it took to go through a release once.")
                .tag("operation", operation)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static Counter errors(MeterRegistry registry, String cause) {
        return Counter.builder("serin.reconcile.errors")
                .description("Passes that ended in an error: conflict when the release was changed meanwhile, which is"
                        + " made good at once, failure otherwise.")
                .tag("cause", cause)
                .register(registry);
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        Timer timer = durations.get(execution.name());
        long start = System.nanoTime();
        try {
            return execution.execute();
        } finally {
            if (timer != null) {
                timer.record(Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    @Override
    public void reconciliationFailed(
            HasMetadata resource, @Nullable RetryInfo retry, Exception error, Map<String, Object> metadata) {
        (isConflict(error) ? conflicts : failures).increment();
    }

    /** Also when the SDK has wrapped it. */
    private static boolean isConflict(Throwable error) {
        Throwable inside = error instanceof OperatorException ? error.getCause() : error;
        return inside instanceof KubernetesClientException refused
                && refused.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    @Override
    public void reconciliationSubmitted(HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
        if (retry != null && retry.getAttemptCount() > 0) {
            retries.increment();
        }
    }

    @Override
    public void cleanupDone(ResourceID release, Map<String, Object> metadata) {
        onGone.accept(new ReleaseKey(release.getNamespace().orElse(""), release.getName()));
    }
}
