package dev.serin;

import dev.serin.analysis.AnswerMeter;
import dev.serin.analysis.ConnectionMeter;
import dev.serin.analysis.CounterReader;
import dev.serin.analysis.ShareMeter;
import dev.serin.bypass.BypassMeter;
import dev.serin.bypass.Sockets;
import dev.serin.content.Contents;
import dev.serin.gates.GateAsker;
import dev.serin.health.HealthServer;
import dev.serin.lead.Election;
import dev.serin.lead.Leadership;
import dev.serin.lead.Roll;
import dev.serin.lead.XdsAddress;
import dev.serin.metrics.Happenings;
import dev.serin.metrics.MetricsPage;
import dev.serin.metrics.OperatorMetrics;
import dev.serin.metrics.Sources;
import dev.serin.notify.Notifier;
import dev.serin.observe.LeanStore;
import dev.serin.observe.Meters;
import dev.serin.reconcile.CanaryReleaseReconciler;
import dev.serin.reconcile.Settings;
import dev.serin.resources.XdsEndpoint;
import dev.serin.trust.ChannelKeys;
import dev.serin.trust.MountedKeys;
import dev.serin.trust.OwnKeys;
import dev.serin.trust.ProxyTokens;
import dev.serin.xds.Door;
import dev.serin.xds.Limits;
import dev.serin.xds.ProxyPorts;
import dev.serin.xds.XdsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.grpc.TlsServerCredentials;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator: wires the parts together. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Runs until it is told to stop, or loses the lead. */
    public static void main(String[] args) throws IOException {
        Environment environment;
        try {
            environment = Environment.read(System.getenv());
        } catch (IllegalArgumentException e) {
            log.error("{}", e.getMessage());
            System.exit(2);
            return;
        }
        run(environment, new KubernetesClientBuilder().build());
    }

    private static void run(Environment environment, KubernetesClient client) throws IOException {
        var xds = new XdsServer();
        Optional<ChannelKeys> keys = keys(environment, client);
        var roll = new Roll();
        var counters = new CounterReader(ProxyPorts.STATUS);
        var meters = new Meters(
                new ShareMeter<>(counters),
                new ConnectionMeter<>(counters, Clock.systemUTC()),
                new AnswerMeter<>(counters),
                GateAsker.of(client, environment.localGates(), Clock.systemUTC()),
                new BypassMeter<>(new Sockets(), Clock.systemUTC()),
                new Contents<>(client));
        var happenings = new Happenings();
        var reconciler = new CanaryReleaseReconciler(
                xds,
                meters,
                Notifier.of(client, environment.localGates(), Clock.systemUTC()),
                Clock.systemUTC(),
                new Settings(() -> new XdsEndpoint(
                        environment.xdsAddress(),
                        keys.map(secret -> new XdsEndpoint.Security(
                                environment.keys().terms().names().getFirst(), secret.trusted())))),
                roll::done,
                happenings::note);
        var metrics = new OperatorMetrics(
                new Sources(
                        reconciler::releases,
                        meters.shares()::measured,
                        meters.connections()::connections,
                        xds::proxies,
                        happenings),
                xds::counts);
        var operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withMetrics(metrics.reconciling())
                // The lease is given up last, and that takes a client.
                .withCloseClientOnStop(false));
        operator.register(reconciler, overrider -> {
            overrider.withItemStore(LeanStore.of(environment.watched()));
            if (!environment.watched().isEmpty()) {
                overrider.settingNamespaces(environment.watched());
            }
        });
        var leadership = new Leadership(
                client,
                environment.watched(),
                roll,
                () -> {
                    keys.ifPresent(secret -> secret.begin(reconciler::wakeAll));
                    operator.start();
                },
                () -> xds.start(environment.podIp(), environment.xdsPort(), door(keys, client)),
                new XdsAddress(
                        environment.namespace(), environment.xdsService(), environment.podIp(), environment.xdsPort()));
        metrics.leading(leadership::isLeading);
        var info = new RuntimeInfo(operator);
        var standing = new AtomicBoolean();
        HealthServer.start(
                        new InetSocketAddress(environment.podIp(), environment.healthPort()),
                        () -> !info.isStarted() || info.allEventSourcesAreHealthy(),
                        // Who waits for the lead is ready: a rolling update would otherwise wait for it for ever.
                        standing::get)
                .add(MetricsPage.PATH, metrics.page());
        var election =
                Election.stand(client, environment.namespace(), environment.podName(), Clock.systemUTC(), leadership);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator, xds, leadership, election), "stop"));
        standing.set(true);
        log.info("started");
    }

    /** None where the channel is plain text. */
    private static Optional<ChannelKeys> keys(Environment environment, KubernetesClient client) {
        KeySource source = environment.keys();
        if (!source.secure()) {
            return Optional.empty();
        }
        return Optional.of(source.mounted()
                .<ChannelKeys>map(MountedKeys::new)
                .orElseGet(() -> new OwnKeys(
                        client, environment.namespace(), source.secret(), source.terms(), Clock.systemUTC())));
    }

    private static Door door(Optional<ChannelKeys> keys, KubernetesClient client) {
        return keys.map(secret -> new Door(
                        TlsServerCredentials.newBuilder()
                                .keyManager(secret.keyManager())
                                .build(),
                        Optional.of(new ProxyTokens(client)),
                        Limits.DEFAULT))
                .orElseGet(Door::open);
    }

    /** An orderly stop gives up the lead at once, so that the next operator need not wait for the lease to expire. */
    private static void stop(Operator operator, XdsServer xds, Leadership leadership, Election election) {
        leadership.end();
        xds.close();
        operator.stop();
        election.close();
    }
}
