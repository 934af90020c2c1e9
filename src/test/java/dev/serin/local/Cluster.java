package dev.serin.local;

import dev.serin.local.api.AuditRecord;
import dev.serin.local.node.ImageRegistry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A cluster as scenarios, demo and benchmark see it, whatever its API server is. */
public interface Cluster extends AutoCloseable {
    /** What a command line tool answered. */
    record Result(int exit, String out, String err) {
        /** Itself, or an {@link IllegalStateException} with what it said. */
        public Result orThrow() {
            if (exit != 0) {
                throw new IllegalStateException("exit code " + exit + ": " + err + out);
            }
            return this;
        }
    }

    /** An administrator's client; closed with the cluster. */
    KubernetesClient client();

    /** A kubeconfig file of the administrator's, for programs of their own. */
    Path kubeconfig();

    /** Runs kubectl, in namespace {@code default} unless the arguments say another. */
    default Result kubectl(String... args) throws IOException, InterruptedException {
        return kubectl(Map.of(), args);
    }

    /** The same with more environment, such as {@code KUBE_EDITOR}. */
    Result kubectl(Map<String, String> env, String... args) throws IOException, InterruptedException;

    /** Runs Helm, in namespace {@code default} unless the arguments say another. */
    Result helm(String... args) throws IOException, InterruptedException;

    /** Applies manifests by server-side apply, as kubectl's field manager; without a namespace: {@code default}. */
    void apply(String yaml);

    /** Whether {@link #audit()} can be read, which it can where the run made the API server. */
    boolean hasAudit();

    /** All requests so far, as the API server itself counts them; ends a test as skipped where it can't be read. */
    List<AuditRecord> audit();

    /** Where a port of a Service with a cluster address is dialled. */
    InetSocketAddress address(String namespace, String service, int port);

    /** Pods by a label selector such as {@code app=reporter,tier!=test}, those that are ending included. */
    List<Pod> pods(String namespace, String selector);

    /** Sends a signal, by its name without SIG, to the process of a pod's first container. */
    void signal(String namespace, String pod, String signal) throws IOException, InterruptedException;

    /** The output of a pod's first container so far; also of one that has gone. */
    List<String> logs(String namespace, String pod) throws IOException;

    /** What images stand for; may be added to at any time. */
    ImageRegistry images();

    /** What can befall its control plane. */
    Disturbances disturb();

    @Override
    void close();
}
