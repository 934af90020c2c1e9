package dev.serin.local.api;

import com.sun.net.httpserver.HttpServer;
import dev.serin.local.Disturbances;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The embedded API server, on a free port of 127.0.0.1. */
public final class EmbeddedApi implements Disturbances, AutoCloseable {
    /** The administrator's token. */
    public static final String ADMIN = Front.ADMIN;

    static {
        // Small answers must not wait for the other side's delayed acknowledgements.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "-1");
    }

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** One for all clients within this JVM: to make one takes longer than all the rest of a client. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final Audit audit = new Audit();
    private final Faults faults = new Faults();
    private final Store store = new Store();
    private final Front front;
    private HttpServer server;
    private ExecutorService threads;

    private EmbeddedApi(Supplier<String> clusterIps, Clock clock) throws IOException {
        var kinds = new Kinds();
        var writes = new Writes(store, kinds, new Admission(clusterIps), clock);
        var tokens = new Tokens();
        var authentication = new Authentication(store, tokens);
        var resources = new Resources(
                store, writes, new TokenRequests(kinds, writes, tokens), new TokenReviews(authentication));
        front = new Front(kinds, store, resources, audit, faults, authentication);
        for (String namespace : List.of("default", "kube-system")) {
            var object = Json.object().put("kind", "Namespace").put("apiVersion", "v1");
            Json.meta(object).put("name", namespace);
            writes.create(new Address(kinds.of("namespaces"), "", "", ""), object, Deletion.BY_SERVER);
        }
        threads = threads();
        server = listen(ANY_PORT);
    }

    /** No virtual threads: with hundreds of watches some have been seen to hang for ever (JDK-8373120). */
    private static ExecutorService threads() {
        return Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("api-", 0).factory());
    }

    private HttpServer listen(InetSocketAddress address) throws IOException {
        HttpServer listening = HttpServer.create(address, 0);
        listening.setExecutor(threads);
        listening.createContext("/", front);
        listening.start();
        return listening;
    }

    /** Starts one; {@code clusterIps} gives each new Service its address. */
    public static EmbeddedApi start(Supplier<String> clusterIps) throws IOException {
        return start(clusterIps, Clock.systemUTC());
    }

    /** The same, which dates objects by a clock. */
    public static EmbeddedApi start(Supplier<String> clusterIps, Clock clock) throws IOException {
        return new EmbeddedApi(clusterIps, clock);
    }

    /** Makes a namespace besides those that every cluster has. */
    public static void namespace(KubernetesClient client, String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Where it answers. */
    public synchronized String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A client of its own, to be closed by the caller. */
    public KubernetesClient client() {
        return client(ADMIN).build();
    }

    /** For a client of a user's. */
    public KubernetesClientBuilder client(String user) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withOauthToken(user)
                .withNamespace("default")
                .withHttp2Disable(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config).withKubernetesSerialization(SERIALIZATION);
    }

    /** Writes a kubeconfig for kubectl and other clients, of the administrator's. */
    public Path kubeconfig(Path file) throws IOException {
        return kubeconfig(file, ADMIN);
    }

    /** Writes a kubeconfig of a user's, whose token is the name. */
    public Path kubeconfig(Path file, String user) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: embedded, cluster: {server: "%s"}}]
                users: [{name: user, user: {token: "%s"}}]
                contexts: [{name: embedded, context: {cluster: embedded, user: user, namespace: default}}]
                current-context: embedded
                """.formatted(url(), user));
    }

    /** All requests since the start or since the audit was cleared. */
    public List<AuditRecord> audit() {
        return audit.records();
    }

    public void clearAudit() {
        audit.clear();
    }

    /** Counts the changes of all objects. */
    public long version() {
        return store.version();
    }

    @Override
    public synchronized void restartApiServer() {
        InetSocketAddress address = server.getAddress();
        close();
        store.forget();
        threads = threads();
        try {
            server = listen(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Disturbance storeOutage() {
        return faults.storeOutage();
    }

    @Override
    public Disturbance refuse(String user, String resource, String message) {
        return faults.refuse(user, resource, message);
    }

    @Override
    public Disturbance listen(String user, WriteListener listener) {
        return faults.listen(user, listener);
    }

    @Override
    public Disturbance throttle(String user) {
        return faults.throttle(user);
    }

    @Override
    public synchronized void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
