package dev.serin.demo;

import dev.serin.local.real.NetworkNamespace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the demo plays: on the embedded API server; with {@code -Ddemo.cluster=real} on Kubernetes' own, or with
 * {@code -Dserin.kubeconfig=FILE} on a cluster that runs already, both in a network namespace of the run's own.
 */
final class Where {
    private static final String CLUSTER = "demo.cluster";
    private static final String INSIDE = "serin.cluster";
    private static final String KUBECONFIG = "serin.kubeconfig";
    private static final String KEEP = "demo.keep";

    private Where() {}

    /** Whether this process has to go into the namespace first. */
    static boolean isElsewhere() {
        String cluster = System.getProperty(CLUSTER, "embedded");
        if (!cluster.equals("embedded") && !cluster.equals("real")) {
            throw new IllegalStateException("-D%s must be embedded or real, not %s".formatted(CLUSTER, cluster));
        }
        boolean real =
                cluster.equals("real") || !System.getProperty(KUBECONFIG, "").isEmpty();
        return real && System.getProperty(INSIDE) == null;
    }

    /** Plays the demo in the namespace, and returns its exit code. */
    static int play() throws IOException, InterruptedException {
        String kubeconfig = System.getProperty(KUBECONFIG, "");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(INSIDE, "real");
        properties.put(KUBECONFIG, kubeconfig);
        if (System.getProperty(KEEP) != null) {
            properties.put(KEEP, "true");
        }
        return NetworkNamespace.run(Demo.class, properties, kubeconfig);
    }

    /** What comes before a command that is to reach the cluster from another terminal; ends with a space or is empty. */
    static String prefix() throws IOException {
        return System.getProperty(INSIDE) == null ? "" : NetworkNamespace.enter() + " ";
    }
}
