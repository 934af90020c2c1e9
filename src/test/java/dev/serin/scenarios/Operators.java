package dev.serin.scenarios;

import static org.awaitility.Awaitility.await;

import dev.serin.local.api.AuditRecord;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;

/** Several operators, of which one leads. */
final class Operators {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final String SELECTOR = "app.kubernetes.io/component=operator";

    private final Serin serin;

    Operators(Serin serin) {
        this.serin = serin;
    }

    /** Scales the Deployment, and waits until so many are ready and the others gone. */
    void scale(int count) throws Exception {
        serin.cluster()
                .kubectl("scale", "deployment", "serin-operator", "-n", Serin.NAMESPACE, "--replicas=" + count)
                .orThrow();
        awaitReady(count);
    }

    void awaitReady(int count) {
        await("operators: " + count)
                .until(() -> ready().size() == count
                        && serin.cluster().pods(Serin.NAMESPACE, SELECTOR).size() == count);
    }

    private List<Pod> ready() {
        return serin.readyPods(Serin.NAMESPACE, SELECTOR);
    }

    Resource<Lease> lease() {
        return serin.cluster().client().leases().inNamespace(Serin.NAMESPACE).withName("serin-leader");
    }

    /** The pod that has the lease; empty: none. */
    String holder() {
        String holder = lease().require().getSpec().getHolderIdentity();
        return holder == null ? "" : holder;
    }

    /** Writes another holder into the lease, against all rules. */
    void steal(String holder) {
        lease().edit(lease -> new LeaseBuilder(lease)
                .editSpec()
                .withHolderIdentity(holder)
                .endSpec()
                .build());
    }

    /** The pod to whose address proxies are pointed, which every release has then been gone through by. */
    String leader() {
        EndpointSlice slice = serin.cluster()
                .client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(Serin.NAMESPACE)
                .withName("serin-xds")
                .require();
        String address = slice.getEndpoints().getFirst().getAddresses().getFirst();
        return serin.cluster().pods(Serin.NAMESPACE, SELECTOR).stream()
                .filter(pod -> pod.getStatus() != null
                        && address.equals(pod.getStatus().getPodIP()))
                .map(pod -> pod.getMetadata().getName())
                .findFirst()
                .orElse("");
    }

    /** A ready one that does not lead. */
    String standby() {
        String leader = leader();
        return ready().stream()
                .map(pod -> pod.getMetadata().getName())
                .filter(name -> !name.equals(leader))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until another than this one leads and has taken up its duties. */
    String awaitOtherThan(String before) {
        return await("another than " + before + " leads")
                .pollInterval(OFTEN)
                .until(this::leader, now -> !now.isEmpty() && !now.equals(before) && now.equals(holder()));
    }

    /** How often the pod's container has been started anew. */
    int restarts(String pod) {
        return pod(pod).require().getStatus().getContainerStatuses().getFirst().getRestartCount();
    }

    void signal(String pod, String signal) throws Exception {
        serin.cluster().signal(Serin.NAMESPACE, pod, signal);
    }

    private Resource<Pod> pod(String name) {
        return serin.cluster().client().pods().inNamespace(Serin.NAMESPACE).withName(name);
    }

    /** Takes a pod away in good order. */
    void stop(String pod) {
        pod(pod).delete();
    }

    /** Kills a pod's process, and takes the pod away with it as when its node is gone: nothing is begun anew in it. */
    void kill(String pod) throws Exception {
        signal(pod, "KILL");
        pod(pod).withGracePeriod(0).delete();
    }

    /**
     * What this pod's process wrote from that record of the audit log on. To ask for a lease that has gone to another, and to
     * be refused, is how it learns of it, and no write.
     */
    List<AuditRecord> writesOf(String pod, int from) {
        return serin.cluster().audit().stream()
                .skip(from)
                .filter(record -> record.isWrite()
                        && record.status() < 400
                        && record.user().equals(Serin.USER)
                        && record.userAgent().endsWith("(" + pod + ")"))
                .toList();
    }
}
