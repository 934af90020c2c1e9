package dev.serin;

import dev.serin.analysis.CounterReader;
import dev.serin.analysis.ShareMeter;
import dev.serin.health.HealthServer;
import dev.serin.lead.Leadership;
import dev.serin.lead.Roll;
import dev.serin.lead.XdsAddress;
import dev.serin.reconcile.CanaryReleaseReconciler;
import dev.serin.reconcile.Settings;
import dev.serin.xds.ProxyPorts;
import dev.serin.xds.XdsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator: wires the parts together. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final String LEASE = "serin-leader";

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
        var roll = new Roll();
        var address = new XdsAddress(
                environment.namespace(), environment.xdsService(), environment.podIp(), environment.xdsPort());
        var leadership =
                new Leadership(client, roll, () -> xds.start(environment.podIp(), environment.xdsPort()), address);
        var operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                // The lease is given up last, and that takes a client.
                .withCloseClientOnStop(false)
                .withLeaderElectionConfiguration(election(environment, leadership)));
        operator.register(new CanaryReleaseReconciler(
                xds,
                new ShareMeter<>(new CounterReader(ProxyPorts.STATUS)),
                Clock.systemUTC(),
                new Settings(environment.xdsAddress()),
                roll::done));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator, xds, leadership, environment), "stop"));

        var info = new RuntimeInfo(operator);
        HealthServer.start(
                new InetSocketAddress(environment.podIp(), environment.healthPort()),
                () -> !info.isStarted() || info.allEventSourcesAreHealthy(),
                info::isStarted);
        operator.start();
        log.info("started");
    }

    /** An orderly stop gives up the lead at once, so that the next operator need not wait for the lease to expire. */
    private static void stop(Operator operator, XdsServer xds, Leadership leadership, Environment environment) {
        leadership.end();
        xds.close();
        operator.stop();
        leadership.giveUp(LEASE, environment.podName());
    }

    /** The SDK would exit by itself even when an orderly stop gives up the lead, and hang in the shutdown hook. */
    @SuppressWarnings("deprecation") // the builder offers this for tests only
    private static LeaderElectionConfiguration election(Environment environment, Leadership leadership) {
        boolean exitByItself = false;
        return new LeaderElectionConfiguration(
                LEASE,
                environment.namespace(),
                LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
                LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
                LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
                environment.podName(),
                new LeaderCallbacks(leadership::begin, leadership::lost, leader -> log.info("{} leads", leader)),
                exitByItself);
    }
}
