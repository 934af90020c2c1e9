package dev.serin.bench.world;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Weights;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Learns, as a user would by a watch, when a release's status says that every ready proxy serves a weight. */
public final class Confirmations implements AutoCloseable, Watcher<CanaryRelease> {
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();
    private final Watch watch;

    private record Expected(int weight, CompletableFuture<Long> at) {}

    Confirmations(KubernetesClient client) {
        watch = client.resources(CanaryRelease.class).inNamespace("default").watch(this);
    }

    /** The moment, by {@link System#nanoTime}, at which a weight that is yet to be set is confirmed. */
    public CompletableFuture<Long> of(String release, int weight) {
        var at = new CompletableFuture<Long>();
        expected.put(release, new Expected(weight, at));
        return at;
    }

    @Override
    public void eventReceived(Action action, CanaryRelease release) {
        Expected awaited = expected.get(release.getMetadata().getName());
        if (awaited != null && serves(release.getStatus(), awaited.weight())) {
            awaited.at().complete(System.nanoTime());
        }
    }

    private static boolean serves(CanaryReleaseStatus status, int weight) {
        Weights weights = status == null ? null : status.weights();
        return weights != null
                && weights.canary() == weight
                && status.condition("TrafficProgrammed").map(Condition::isTrue).orElse(false);
    }

    @Override
    public void onClose(WatcherException cause) {
        expected.values().forEach(each -> each.at().completeExceptionally(cause));
    }

    @Override
    public void close() {
        watch.close();
    }
}
