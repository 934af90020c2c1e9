package dev.serin.lead;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A lock whose last renewal is the moment at which this process saw it change, not the one that its holder wrote. A
 * lease so expires when nobody renewed it for its whole duration by this process's own clock: one that is ahead of the
 * leader's takes no lease that is still held, and one that is behind waits for none that has expired. Kubernetes' own
 * election, client-go's, does the same; fabric8's compares the two clocks.
 */
final class ObservedLock implements Lock {
    private final Lock lock;
    private final Clock clock;
    private @Nullable LeaderElectionRecord seen;
    private Instant since = Instant.MIN;

    ObservedLock(Lock lock, Clock clock) {
        this.lock = lock;
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
        LeaderElectionRecord now = lock.get(client);
        if (now == null) {
            return null;
        }
        if (!now.equals(seen)) {
            seen = now;
            since = clock.instant();
        }
        return now.toBuilder().renewTime(since.atZone(ZoneOffset.UTC)).build();
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord ours) {
        lock.create(client, ours);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord ours) {
        lock.update(client, ours);
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
