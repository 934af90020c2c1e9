package dev.serin;

import dev.serin.health.HealthServer;
import dev.serin.json.Readers;
import dev.serin.lead.Election;
import dev.serin.lead.Farewell;
import dev.serin.lead.Fence;
import dev.serin.lead.Leadership;
import dev.serin.lead.Roll;
import dev.serin.lead.Tenure;
import dev.serin.lead.XdsAddress;
import dev.serin.metrics.Happenings;
import dev.serin.metrics.MetricsPage;
import dev.serin.metrics.OperatorMetrics;
import dev.serin.metrics.Sources;
import dev.serin.notify.Notifier;
import dev.serin.observe.Meters;
import dev.serin.reconcile.CanaryReleaseReconciler;
import dev.serin.reconcile.Processing;
import dev.serin.reconcile.Settings;
import dev.serin.resources.XdsEndpoint;
import dev.serin.trust.ChannelKeys;
import dev.serin.trust.MountedKeys;
import dev.serin.trust.OwnKeys;
import dev.serin.trust.ProxyTokens;
import dev.serin.xds.Door;
import dev.serin.xds.Limits;
import dev.serin.xds.Rehearsal;
import dev.serin.xds.Tls;
import dev.serin.xds.XdsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator: wires the parts together. */
public final class Main {
    /** How long the lease is kept at a stop for what is being written. */
    private static final Duration LAST_PASSES = Duration.ofSeconds(1);
    /** So many releases are enough for all that has to be loaded. */
    private static final int REHEARSED = 5;

    private Main() {}

    /** Runs until it is told to stop, or loses the lead. */
    public static void main(String[] args) throws IOException {
        Environment environment;
        try {
            environment = Environment.read(System.getenv());
        } catch (IllegalArgumentException e) {
            log().error("{}", e.getMessage());
            System.exit(2);
            return;
        }
        run(environment);
    }

    private static void run(Environment environment) throws IOException {
        // First, before logging even: all waits for it at last.
        CompletableFuture<KubernetesSerialization> serialization =
                CompletableFuture.supplyAsync(Readers::serialization, thread("readers"));
        var unused = serialization.thenAcceptAsync(Readers::make, thread("readers"));
        // Logging begins meanwhile.
        log().debug("starting");
        var tenure = new Tenure(System::nanoTime, () -> leave("the lease may have expired, and another may lead"));
        var clients = Clients.of(environment.podName(), serialization.join());
        KubernetesClient electing = clients.electing();
        CompletableFuture<Void> reached =
                beside("reach", () -> Election.awaitServer(electing, environment.namespace()));
        KubernetesClient client = clients.fenced(new Fence(tenure::holds));
        var xds = new XdsServer(tenure::holds);
        Optional<ChannelKeys> keys = keys(environment, client);
        CompletableFuture<Void> port = beside("xds-prepare", () -> {
            xds.prepare(environment.podIp(), environment.xdsPort(), door(keys, client));
            keys.ifPresent(ChannelKeys::prepare);
        });
        var roll = new Roll();
        Meters meters = Meters.of(client, environment.localGates(), Clock.systemUTC());
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
        // The releases are the leader's: others have them in their caches only.
        var begun = new AtomicBoolean();
        var metrics = new OperatorMetrics(
                new Sources(
                        () -> begun.get() ? reconciler.releases() : Stream.empty(),
                        meters.shares()::measured,
                        meters.connections()::connections,
                        xds::proxies,
                        happenings),
                xds::counts);
        var processing = new Processing(client, metrics.reconciling(), reconciler, environment.watched());
        var address = new XdsAddress(
                environment.namespace(), environment.xdsService(), environment.podIp(), environment.xdsPort());
        var leadership = new Leadership(
                roll,
                () -> reconciler.releases().map(ResourceID::fromResource).collect(Collectors.toSet()),
                () -> {
                    begun.set(true);
                    keys.ifPresent(secret -> secret.begin(reconciler::wakeAll));
                    processing.begin();
                },
                () -> {
                    port.join();
                    xds.open();
                },
                () -> address.claim(client),
                Main::leave);
        metrics.leading(leadership::isLeading);
        OldGeneration.keep();
        var standing = new AtomicBoolean();
        HealthServer.start(
                        new InetSocketAddress(environment.podIp(), environment.healthPort()),
                        processing::isHealthy,
                        // Who waits for the lead is ready: a rolling update would otherwise wait for it for ever.
                        standing::get)
                .add(MetricsPage.PATH, metrics.page());
        reached.join();
        var election = Election.stand(electing, environment.namespace(), environment.podName(), tenure, leadership);
        if (!isPrepared(environment, election, processing, reconciler, keys)) {
            System.exit(1);
            return;
        }
        var farewell =
                new Farewell(leadership, () -> processing.end(LAST_PASSES), election, electing, address, xds::close);
        Runtime.getRuntime().addShutdownHook(new Thread(farewell, "stop"));
        election.ready();
        standing.set(true);
        log().info("started");
    }

    /**
     * What takes long is done beside all that needs it later, on threads of its own: the common pool may have only one, which
     * reads the API server's answers.
     */
    private static CompletableFuture<Void> beside(String name, Runnable task) {
        return CompletableFuture.runAsync(task, thread(name));
    }

    private static Executor thread(String name) {
        return task -> Thread.ofPlatform().daemon().name(name).start(task);
    }

    /** Without a word to anybody: whatever else this process does may be wrong by now. */
    private static void leave(String why) {
        log().error("{}: leaving", why);
        Runtime.getRuntime().halt(1);
    }

    /** Whoever may become the leader has everything at hand that it takes. */
    private static boolean isPrepared(
            Environment environment,
            Election election,
            Processing processing,
            CanaryReleaseReconciler reconciler,
            Optional<ChannelKeys> keys) {
        try {
            processing.watch();
            // Where nobody leads, nobody has the time for it.
            if (election.isOthers()) {
                Rehearsal.run(setting(environment, keys), stage -> reconciler.rehearse(stage, REHEARSED));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log().error("the watches cannot begin: leaving", e);
        }
        return false;
    }

    /** Not a constant of the class, as it would begin to log before it does anything. */
    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
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

    /** With the leader's own keys, as to read them takes its time too. */
    private static Rehearsal.Stage setting(Environment environment, Optional<ChannelKeys> keys) {
        if (keys.filter(ChannelKeys::read).isEmpty()) {
            return Rehearsal.Stage.open();
        }
        return new Rehearsal.Stage(
                Tls.server(keys.get().keyManager()),
                Tls.client(keys.get().trusted()),
                environment.keys().terms().names().getFirst());
    }

    private static Door door(Optional<ChannelKeys> keys, KubernetesClient client) {
        return keys.map(secret ->
                        new Door(Tls.server(secret.keyManager()), Optional.of(new ProxyTokens(client)), Limits.DEFAULT))
                .orElseGet(Door::open);
    }
}
