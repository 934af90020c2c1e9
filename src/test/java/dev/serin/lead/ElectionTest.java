package dev.serin.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.api.EmbeddedApi;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The election against the embedded API server. */
class ElectionTest {
    private static final String NAMESPACE = "serin-system";

    private final EmbeddedApi api;
    private final KubernetesClient client;

    ElectionTest() throws Exception {
        api = EmbeddedApi.start(() -> "10.0.0.1");
        client = api.client();
    }

    @BeforeEach
    void makeNamespace() {
        EmbeddedApi.namespace(client, NAMESPACE);
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private Resource<Lease> lease() {
        return client.leases().inNamespace(NAMESPACE).withName(Election.LEASE);
    }

    private String holder() {
        Lease lease = lease().get();
        return lease == null ? "nobody" : lease.getSpec().getHolderIdentity();
    }

    private static Leadership leadership(Runnable begun) {
        return new Leadership(new Roll(), Set::of, begun, () -> {}, () -> {}, why -> {
            throw new AssertionError(why);
        });
    }

    private static Tenure tenure() {
        return new Tenure(System::nanoTime, () -> {
            throw new AssertionError("the tenure has run out");
        });
    }

    private Election stand(String self, Tenure tenure, Runnable begun) {
        Election election = Election.stand(client, NAMESPACE, self, tenure, leadership(begun));
        election.ready();
        return election;
    }

    private void hold(String holder, int seconds, ZonedDateTime renewed) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(Election.LEASE)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withRenewTime(renewed)
                        .withLeaseDurationSeconds(seconds)
                        .withLeaseTransitions(4)
                        .endSpec()
                        .build())
                .create();
    }

    @Test
    void whoIsElectedLeadsAndItsStopIsFollowedAtOnce() throws Exception {
        var begun = new CountDownLatch(1);
        Tenure first = tenure();
        Election one = stand("one", first, begun::countDown);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(first.holds()).isTrue();
        assertThat(holder()).isEqualTo("one");
        var followed = new CountDownLatch(1);
        Election two = stand("two", tenure(), followed::countDown);
        await("it is renewed")
                .until(
                        () -> lease().require().getSpec().getRenewTime(),
                        renewed -> renewed.isAfter(
                                lease().require().getSpec().getAcquireTime().plusSeconds(1)));
        assertThat(holder()).isEqualTo("one");

        long stopped = System.nanoTime();
        one.close();
        assertThat(first.holds()).isFalse();
        assertThat(followed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(1));
        assertThat(holder()).isEqualTo("two");
        assertThat(lease().require().getSpec().getLeaseTransitions()).isEqualTo(1);
        two.close();
        assertThat(holder()).isEmpty();
    }

    @Test
    void aLeaseExpiresByThisProcessesClockWhateverItsHoldersSays() throws Exception {
        hold("other", 3, ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(1));
        var begun = new CountDownLatch(1);
        long from = System.nanoTime();
        try (Election election = stand("me", tenure(), begun::countDown)) {
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofSeconds(3));
            assertThat(lease().require().getSpec().getLeaseTransitions()).isEqualTo(5);
            assertThat(election).isNotNull();
        }
    }

    @Test
    void anothersLeaseIsLeftAlone() {
        hold("other", 15, ZonedDateTime.now(ZoneOffset.UTC));
        stand("me", tenure(), () -> {}).close();
        assertThat(holder()).isEqualTo("other");
    }

    @Test
    void aLeaseThatSomebodyDeletesIsMadeAnewByItsHolder() throws Exception {
        var begun = new CountDownLatch(1);
        Tenure tenure = tenure();
        try (Election election = stand("me", tenure, begun::countDown)) {
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            lease().delete();
            await("it is there again").until(() -> holder().equals("me"));
            assertThat(tenure.holds()).isTrue();
            assertThat(election).isNotNull();
        }
    }
}
