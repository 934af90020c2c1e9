package dev.serin.local.node;

import java.io.IOException;
import java.nio.file.Path;

/** How a pod gets at the API server. */
@FunctionalInterface
public interface Access {
    /**
     * The kubeconfig of a service account, in place of the token that a kubelet mounts: local processes share one file
     * system, in which no two can have a token at the same path.
     */
    Path kubeconfig(String namespace, String serviceAccount) throws IOException;
}
