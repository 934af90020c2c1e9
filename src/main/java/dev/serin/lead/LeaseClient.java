package dev.serin.lead;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads, writes and watches the Lease. What is written is refused when somebody else has written since it was read. */
final class LeaseClient {
    private final KubernetesClient client;
    private final String namespace;
    private final Clock clock;
    private volatile @Nullable Lease last;

    LeaseClient(KubernetesClient client, String namespace, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
    }

    private Resource<Lease> resource() {
        return client.leases().inNamespace(namespace).withName(Election.LEASE);
    }

    /** Hears of each change from now on: of the lease, and whether it is gone. Begins by itself when it can. */
    void watch(BiConsumer<Lease, Boolean> listener) {
        var informer = resource().runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Lease lease) {
                news(lease);
            }

            @Override
            public void onUpdate(Lease before, Lease lease) {
                news(lease);
            }

            @Override
            public void onDelete(Lease lease, boolean unknown) {
                listener.accept(lease, true);
            }

            private void news(Lease lease) {
                last = lease;
                listener.accept(lease, false);
            }
        });
        informer.exceptionHandler((started, error) -> true);
        var unused = informer.start();
    }

    /** Null where there is none. */
    @Nullable
    Lease read() {
        Lease found = resource().get();
        last = found;
        return found;
    }

    boolean isReachable() {
        try {
            read();
            return true;
        } catch (KubernetesClientException e) {
            return e.getCode() == 403;
        }
    }

    /** Takes or renews the lease, of which {@code seen} is known. */
    Lease hold(Seen seen, String self, Duration duration) {
        ZonedDateTime now = clock.instant().atZone(clock.getZone());
        Lease known = last;
        LeaseSpec before = known == null ? new LeaseSpec() : known.getSpec();
        boolean renews = self.equals(before.getHolderIdentity());
        LeaseSpec spec = new LeaseSpec();
        spec.setHolderIdentity(self);
        spec.setLeaseDurationSeconds((int) duration.toSeconds());
        spec.setRenewTime(now);
        spec.setAcquireTime(renews && before.getAcquireTime() != null ? before.getAcquireTime() : now);
        spec.setLeaseTransitions(transitions(known, renews ? 0 : 1));
        return write(seen, spec);
    }

    private static int transitions(@Nullable Lease known, int more) {
        if (known == null) {
            return 0;
        }
        Integer before = known.getSpec().getLeaseTransitions();
        return (before == null ? 0 : before) + more;
    }

    /** Gives the lease up, so that the next need not wait for it to expire. */
    Lease free(Seen seen) {
        LeaseSpec spec = new LeaseSpec();
        spec.setHolderIdentity("");
        spec.setLeaseDurationSeconds(1);
        return write(seen, spec);
    }

    private Lease write(Seen seen, LeaseSpec spec) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Election.LEASE)
                .endMetadata()
                .withSpec(spec)
                .build();
        if (seen.version().isEmpty()) {
            return keep(client.resource(lease).create());
        }
        lease.getMetadata().setResourceVersion(seen.version());
        String json = client.getKubernetesSerialization().asJson(lease);
        return keep(client.resource(lease).patch(PatchContext.of(PatchType.JSON_MERGE), json));
    }

    private Lease keep(Lease written) {
        last = written;
        return written;
    }
}
