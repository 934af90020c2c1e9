package dev.serin.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The election against the mock API server, with clocks that differ. */
@EnableKubernetesMockClient(crud = true)
class ElectionTest {
    private static final String NAMESPACE = "serin-system";

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private void renew(String holder, Instant renewed) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(Election.LEASE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withAcquireTime(renewed.atZone(ZoneOffset.UTC))
                .withRenewTime(renewed.atZone(ZoneOffset.UTC))
                .withLeaseDurationSeconds(15)
                .withLeaseTransitions(0)
                .endSpec()
                .build();
        client.resource(lease).createOr(existing -> existing.update());
    }

    private ZonedDateTime seenRenewal(ObservedLock lock) {
        LeaderElectionRecord record = Objects.requireNonNull(lock.get(client));
        return record.getRenewTime();
    }

    @Test
    void aLeaseIsAsOldAsThisProcessHasSeenItUnchangedWhateverItsHoldersClockSays() {
        var lock = new ObservedLock(new LeaseLock(NAMESPACE, Election.LEASE, "me"), clock());
        assertThat(lock.get(client)).isNull();
        for (int skew : new int[] {-30, 0, 30}) {
            Instant theirs = now.plusSeconds(skew);
            renew("other", theirs);
            Instant first = now;
            assertThat(seenRenewal(lock)).as("%s s off", skew).isEqualTo(first.atZone(ZoneOffset.UTC));
            now = now.plusSeconds(14);
            assertThat(seenRenewal(lock)).isEqualTo(first.atZone(ZoneOffset.UTC));
            renew("other", theirs.plusSeconds(14));
            assertThat(seenRenewal(lock)).isEqualTo(now.atZone(ZoneOffset.UTC));
            now = now.plusSeconds(1);
        }
    }

    @Test
    void whoIsElectedBeginsAndOneThatStopsGivesTheLeaseUp() throws Exception {
        var begun = new CountDownLatch(1);
        var leadership = new Leadership(
                client,
                Set.of(),
                new Roll(),
                () -> {
                    begun.countDown();
                    new CompletableFuture<Void>().join(); // what follows is not for the mock
                },
                () -> {},
                new XdsAddress(NAMESPACE, "serin-xds", "10.0.0.1", 18000));
        var election = Election.stand(client, NAMESPACE, "me", Clock.systemUTC(), leadership);
        try {
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(holder()).isEqualTo("me");
        } finally {
            leadership.end();
            election.close();
        }
        assertThat(holder()).isEmpty();
    }

    @Test
    void anothersLeaseIsLeftAlone() {
        renew("other", Instant.now());
        var leadership = new Leadership(
                client,
                Set.of(),
                new Roll(),
                () -> {},
                () -> {},
                new XdsAddress(NAMESPACE, "serin-xds", "10.0.0.1", 18000));
        Election.stand(client, NAMESPACE, "me", Clock.systemUTC(), leadership).close();
        assertThat(holder()).isEqualTo("other");
    }

    private String holder() {
        return client.leases()
                .inNamespace(NAMESPACE)
                .withName(Election.LEASE)
                .require()
                .getSpec()
                .getHolderIdentity();
    }
}
