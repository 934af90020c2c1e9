package dev.serin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What the SDK tells, as metrics. */
class ReconcileMetricsTest {
    private final KubernetesClientException conflict = new KubernetesClientException("changed", 409, null);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<ReleaseKey> gone = new ArrayList<>();
    private final ReconcileMetrics metrics = new ReconcileMetrics(registry, gone::add);

    private record Execution<T>(String name, Callable<T> work) implements ControllerExecution<T> {
        @Override
        public String controllerName() {
            return "canaryrelease";
        }

        @Override
        public String successTypeName(T result) {
            return "";
        }

        @Override
        public ResourceID resourceID() {
            return new ResourceID("a", "b");
        }

        @Override
        public Map<String, Object> metadata() {
            return Map.of();
        }

        @Override
        public T execute() throws Exception {
            return work.call();
        }
    }

    @Test
    void everyPassIsTimedAndWhatItThrowsIsPassedOnAsItIs() throws Exception {
        assertThat(metrics.timeControllerExecution(new Execution<>("reconcile", () -> "done")))
                .isEqualTo("done");
        assertThatThrownBy(() -> metrics.timeControllerExecution(new Execution<>("cleanup", () -> {
                    throw conflict;
                })))
                .isSameAs(conflict);
        assertThat(registry.get("serin.reconcile.duration")
                        .tag("operation", "reconcile")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("serin.reconcile.duration")
                        .tag("operation", "cleanup")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void conflictsAreToldFromFailures() {
        var release = new CanaryRelease();
        metrics.reconciliationFailed(release, null, conflict, Map.of());
        metrics.reconciliationFailed(release, null, new OperatorException(conflict), Map.of());
        metrics.reconciliationFailed(release, null, new KubernetesClientException("no", 500, null), Map.of());
        assertThat(errors("conflict")).isEqualTo(2);
        assertThat(errors("failure")).isEqualTo(1);
    }

    private double errors(String cause) {
        return registry.get("serin.reconcile.errors")
                .tag("cause", cause)
                .counter()
                .count();
    }

    @Test
    void whatIsGoneIsTold() {
        metrics.cleanupDone(new ResourceID("reporter", "shop"), Map.of());
        assertThat(gone).containsExactly(new ReleaseKey("shop", "reporter"));
    }
}
