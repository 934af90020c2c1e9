package dev.serin.local;

import dev.serin.local.api.AuditRecord;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** An API server to build a cluster on. */
public interface ControlPlane extends AutoCloseable {
    /** A new client of an administrator's; its user closes it. */
    KubernetesClient newClient();

    /** A kubeconfig file of an administrator's. */
    Path kubeconfig();

    /** A kubeconfig file of a service account's, which must be there, with its permissions and no others. */
    Path kubeconfigFor(String namespace, String serviceAccount) throws IOException;

    /** Whether Deployments, EndpointSlices and garbage are taken care of; else the stand-ins do it. */
    boolean hasControllers();

    /** Namespaces that are somebody else's, with pods that are none of the stand-in node's business. */
    default Set<String> foreignNamespaces() {
        return Set.of();
    }

    /** Whether {@link #audit()} can be read. */
    default boolean hasAudit() {
        return true;
    }

    /** All requests so far, as the API server itself counts them; ends a test as skipped where it can't be read. */
    List<AuditRecord> audit();

    /** What can befall it. */
    Disturbances disturb();

    @Override
    void close();
}
