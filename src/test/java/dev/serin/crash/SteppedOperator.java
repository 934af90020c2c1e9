package dev.serin.crash;

import dev.serin.analysis.AnswerMeter;
import dev.serin.analysis.ConnectionMeter;
import dev.serin.analysis.CounterReader;
import dev.serin.analysis.ShareMeter;
import dev.serin.bypass.BypassMeter;
import dev.serin.bypass.Sockets;
import dev.serin.content.Contents;
import dev.serin.gates.GateAsker;
import dev.serin.lead.Fence;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.notify.Notifier;
import dev.serin.observe.LeanStore;
import dev.serin.observe.Meters;
import dev.serin.reconcile.CanaryReleaseReconciler;
import dev.serin.reconcile.Settings;
import dev.serin.resources.XdsEndpoint;
import dev.serin.xds.ProxyFleet;
import dev.serin.xds.ProxyPorts;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The operator as {@code Main} wires it, within this JVM: without election and xDS server, and by a clock that is
 * given. From the moment of its death it writes and tells nothing more.
 */
final class SteppedOperator implements AutoCloseable {
    private final AtomicBoolean lives = new AtomicBoolean(true);
    private final AtomicInteger passes = new AtomicInteger();
    private final KubernetesClient client;
    private final Meters meters;
    private final Notifier<ReleaseKey> notifier;
    private final CanaryReleaseReconciler reconciler;
    private final Operator operator;

    /** {@code user} is who it is to the API server; {@code fleet}: the proxies as one sees them who lives for so long. */
    SteppedOperator(String url, String user, Function<BooleanSupplier, ProxyFleet> fleet, Clock clock) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withOauthToken(user)
                .withHttp2Disable(true)
                .build();
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(EmbeddedApi.SERIALIZATION)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("fence", new Fence(lives::get)))
                .build();
        var counters = new CounterReader(ProxyPorts.STATUS);
        meters = new Meters(
                new ShareMeter<>(counters),
                new ConnectionMeter<>(counters, clock),
                new AnswerMeter<>(counters),
                GateAsker.of(client, true, clock),
                new BypassMeter<>(new Sockets(), clock),
                new Contents<>(client));
        notifier = Notifier.of(client, true, clock);
        reconciler = new CanaryReleaseReconciler(
                fleet.apply(lives::get),
                meters,
                notifier,
                clock,
                new Settings(() -> XdsEndpoint.open("127.0.0.1:1")),
                gone -> passes.incrementAndGet(),
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

    /** How often it has gone through the release. */
    int passes() {
        return passes.get();
    }

    @Override
    public void close() {
        die();
        operator.stop();
        meters.shares().close();
        meters.connections().close();
        meters.answers().close();
        meters.gates().close();
        meters.bypass().close();
        meters.contents().close();
        notifier.close();
        client.close();
    }
}
