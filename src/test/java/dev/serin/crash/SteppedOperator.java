package dev.serin.crash;

import dev.serin.lead.Fence;
import dev.serin.notify.Notifier;
import dev.serin.observe.LeanStore;
import dev.serin.observe.Meters;
import dev.serin.reconcile.CanaryReleaseReconciler;
import dev.serin.reconcile.Settings;
import dev.serin.resources.XdsEndpoint;
import dev.serin.xds.ProxyFleet;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The operator as {@code Main} wires it, within this JVM: without election and xDS server, and by a clock that is
 * given. From the moment of its death it writes and tells nothing more.
 */
final class SteppedOperator implements AutoCloseable {
    private final AtomicBoolean lives = new AtomicBoolean(true);
    private final KubernetesClient client;
    private final Meters meters;
    private final Notifier<ReleaseKey> notifier;
    private final CanaryReleaseReconciler reconciler;
    private final Operator operator;

    /** {@code fleet}: the proxies as one sees them who lives for so long. */
    SteppedOperator(KubernetesClientBuilder clients, Function<BooleanSupplier, ProxyFleet> fleet, Clock clock) {
        client = clients.withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("fence", new Fence(lives::get)))
                .build();
        meters = Meters.of(client, true, clock);
        notifier = Notifier.of(client, true, clock);
        reconciler = new CanaryReleaseReconciler(
                fleet.apply(lives::get),
                meters,
                notifier,
                clock,
                new Settings(() -> XdsEndpoint.open("127.0.0.1:1")),
                done -> {},
                (release, status) -> {});
        operator = new Operator(overrider -> overrider.withKubernetesClient(client));
        operator.register(reconciler, overrider -> overrider.withItemStore(LeanStore.of(Set.of())));
        operator.start();
    }

    /** As by a signal that nobody can handle. */
    void die() {
        lives.set(false);
    }

    boolean isDead() {
        return !lives.get();
    }

    /** Goes through the release, whatever else wakes it. */
    void wake() {
        reconciler.wakeAll();
    }

    @Override
    public void close() {
        die();
        operator.stop();
        meters.close();
        notifier.close();
        client.close();
    }
}
