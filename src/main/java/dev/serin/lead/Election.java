package dev.serin.lead;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This operator's part in the election of a leader, by the Lease {@code serin-leader}. Durations are Kubernetes' own
 * components': a leader that can't renew gives up after 10 s, and another begins after 15 s at the earliest.
 */
public final class Election implements AutoCloseable {
    /** The Lease's name. */
    public static final String LEASE = "serin-leader";

    private static final Logger log = LoggerFactory.getLogger(Election.class);
    private static final Duration DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final String identity;
    private final CompletableFuture<?> running;

    private Election(KubernetesClient client, String namespace, String identity, CompletableFuture<?> running) {
        this.client = client;
        this.namespace = namespace;
        this.identity = identity;
        this.running = running;
    }

    /** Stands as a candidate until it is closed; an API server that doesn't answer is asked again. */
    public static Election stand(
            KubernetesClient client, String namespace, String identity, Clock clock, Leadership leadership) {
        var lock = new ObservedLock(new LeaseLock(namespace, LEASE, identity), clock);
        var callbacks = new LeaderCallbacks(
                leadership::begin,
                leadership::lost,
                leader -> log.info("leader: {}", leader == null ? "none" : leader));
        // It would leave the holder's name in the lease, which others then wait for.
        boolean releaseOnCancel = false;
        var config = new LeaderElectionConfig(lock, DURATION, RENEW_DEADLINE, RETRY, callbacks, releaseOnCancel, LEASE);
        var threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("election-", 0).factory());
        return new Election(client, namespace, identity, new LeaderElector(client, config, threads).start());
    }

    /** Gives the lease up, if it is this operator's, so that the next need not wait for it to expire. */
    @Override
    public void close() {
        running.cancel(true);
        var resource = client.leases().inNamespace(namespace).withName(LEASE);
        Lease held = resource.get();
        if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
            resource.edit(ours -> new LeaseBuilder(ours)
                    .editSpec()
                    .withHolderIdentity("")
                    .withLeaseDurationSeconds(1)
                    .endSpec()
                    .build());
            log.info("the lead is given up");
        }
    }
}
