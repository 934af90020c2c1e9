package dev.serin.local.api;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The embedded API server, on a free port of 127.0.0.1. */
public final class EmbeddedApi implements AutoCloseable {
    static {
        // Small answers must not wait for the other side's delayed acknowledgements.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "-1");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Audit audit = new Audit();

    private EmbeddedApi(Supplier<String> clusterIps) throws IOException {
        var kinds = new Kinds();
        var store = new Store();
        var writes = new Writes(store, kinds, new Admission(clusterIps));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", new Front(kinds, store, new Resources(store, writes), audit));
        for (String namespace : List.of("default", "kube-system")) {
            var object = Json.object().put("kind", "Namespace").put("apiVersion", "v1");
            Json.meta(object).put("name", namespace);
            writes.create(new Address(kinds.of("namespaces"), "", "", ""), object, Deletion.BY_SERVER);
        }
        server.start();
    }

    /** Starts one; {@code clusterIps} gives each new Service its address. */
    public static EmbeddedApi start(Supplier<String> clusterIps) throws IOException {
        return new EmbeddedApi(clusterIps);
    }

    /** Where it answers. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A client of its own, to be closed by the caller. */
    public KubernetesClient client() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withNamespace("default")
                .withHttp2Disable(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Writes a kubeconfig for kubectl and other clients. */
    public Path kubeconfig(Path file) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: embedded, cluster: {server: "%s"}}]
                users: [{name: admin, user: {}}]
                contexts: [{name: embedded, context: {cluster: embedded, user: admin, namespace: default}}]
                current-context: embedded
                """.formatted(url()));
    }

    /** All requests since the start or since the audit was cleared. */
    public List<AuditRecord> audit() {
        return audit.records();
    }

    public void clearAudit() {
        audit.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
