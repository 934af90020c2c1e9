package dev.serin.lead;

import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up the leader's duties, in this order: reconciling begun, every release gone through, port open, Service pointed here. */
public final class Leadership {
    private static final Logger log = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final Set<String> watched;
    private final Roll roll;
    private final Runnable reconcile;
    private final Runnable openPort;
    private final XdsAddress address;
    private volatile boolean ending;
    private volatile boolean leading;

    /** {@code watched} are the namespaces whose releases are served; empty: all. */
    public Leadership(
            KubernetesClient client,
            Set<String> watched,
            Roll roll,
            Runnable reconcile,
            Runnable openPort,
            XdsAddress address) {
        this.client = client;
        this.watched = watched;
        this.roll = roll;
        this.reconcile = reconcile;
        this.openPort = openPort;
        this.address = address;
    }

    /** Begins on a thread of its own, since the election must go on meanwhile. */
    public void begin() {
        Thread.ofVirtual().name("leadership").start(this::takeUp);
    }

    /** An orderly end: losing the lead from now on is what is wanted. */
    public void end() {
        ending = true;
        leading = false;
    }

    /** Somebody else may lead by now: this process must neither write nor push any more. */
    public void lost() {
        if (!ending) {
            log.error("the lead is lost: leaving");
            Runtime.getRuntime().halt(1);
        }
    }

    /** Whether all duties have been taken up, and not been laid down since. */
    public boolean isLeading() {
        return leading;
    }

    private void takeUp() {
        try {
            reconcile.run();
            roll.await(this::releases);
            openPort.run();
            address.claim(client);
            leading = !ending;
            log.info("leading; proxies find this operator at {}:{}", address.ip(), address.port());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the leader's duties could not be taken up: leaving, so that another can lead", e);
            Runtime.getRuntime().halt(1);
        }
    }

    private Set<ResourceID> releases() {
        var all = client.resources(CanaryRelease.class);
        Stream<CanaryRelease> served = watched.isEmpty()
                ? all.inAnyNamespace().list().getItems().stream()
                : watched.stream().flatMap(namespace -> all.inNamespace(namespace).list().getItems().stream());
        return served.map(ResourceID::fromResource).collect(Collectors.toSet());
    }
}
