package dev.serin.local.real;

import static org.awaitility.Awaitility.await;

import dev.serin.local.ControlPlane;
import dev.serin.local.Disturbances;
import dev.serin.local.api.AuditRecord;
import dev.serin.local.net.FreePort;
import dev.serin.local.node.Processes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Kubernetes' own etcd, API server and controller manager, started by this JVM and ended with it. RBAC is on, admission
 * is as in a default cluster, and all of Kubernetes' controllers run. There are no nodes and no scheduler. It needs the
 * network namespace that {@link PodNetwork} speaks of.
 */
public final class RealControlPlane implements ControlPlane {
    /**
     * How it is started.
     *
     * @param folder for data, certificates and logs; one for each control plane, and emptied by nobody
     * @param apiServerFlags come after the usual ones and win over them, such as {@code --etcd-compaction-interval=1s}
     * @param controllerManagerFlags likewise
     */
    public record Options(Path folder, List<String> apiServerFlags, List<String> controllerManagerFlags) {
        /** The usual flags and no others. */
        public static Options in(Path folder) {
            return new Options(folder.toAbsolutePath(), List.of(), List.of());
        }

        public Options apiServer(String... flags) {
            return new Options(folder, List.of(flags), controllerManagerFlags);
        }

        public Options controllerManager(String... flags) {
            return new Options(folder, apiServerFlags, List.of(flags));
        }
    }

    // After an outage the API server's connection to etcd waits, longer each time, up to two minutes.
    private static final Duration ETCD_BACK = Duration.ofSeconds(150);
    private static final int PROBE_MILLIS = 2000;
    private static final Duration POLL = Duration.ofMillis(50);

    private final PodNetwork network = PodNetwork.claim();
    private final Processes processes = new Processes();
    private final Path folder;
    private final Credentials credentials;
    private final NotReady notReady;
    private final AuditLog audit;
    private final EtcdGateway gateway;
    private final Daemon etcd;
    private final Daemon apiServer;
    private final Daemon controllerManager;

    private RealControlPlane(Options options, Binaries binaries) throws IOException {
        folder = Files.createDirectories(options.folder());
        int etcdPort = FreePort.on(PodNetwork.HOST);
        int port = FreePort.on(PodNetwork.HOST);
        credentials = Credentials.create(folder, "https://%s:%d".formatted(PodNetwork.HOST, port));
        notReady = new NotReady(folder.resolve(PastRun.NOT_READY));
        audit = new AuditLog(auditLog(), notReady);
        gateway = new EtcdGateway(http(etcdPort));
        Path policy = Files.writeString(folder.resolve("audit-policy.yaml"), AuditLog.POLICY);
        etcd = new Daemon(
                processes,
                binaries.etcd(),
                Flags.etcd(folder.resolve("etcd"), http(etcdPort), http(FreePort.on(PodNetwork.HOST))),
                folder.resolve("etcd.log"),
                () -> listens(etcdPort));
        apiServer = new Daemon(
                processes,
                binaries.apiServer(),
                join(
                        Flags.apiServer(http(etcdPort), port, network.services(), credentials, policy, auditLog()),
                        options.apiServerFlags()),
                folder.resolve("kube-apiserver.log"),
                this::isReady);
        controllerManager = new Daemon(
                processes,
                binaries.controllerManager(),
                join(
                        Flags.controllerManager(folder.resolve("controller-manager.kubeconfig"), credentials),
                        options.controllerManagerFlags()),
                folder.resolve("kube-controller-manager.log"),
                () -> get("/api/v1/namespaces/default/serviceaccounts/default").contains("\"default\""));
    }

    /**
     * Starts one and waits until it is ready and its controllers work, which takes some seconds. Throws
     * {@link IllegalStateException} outside the network namespace, without binaries, and when a program doesn't start.
     */
    public static RealControlPlane start(Options options) {
        PodNetwork.require();
        Binaries binaries = Binaries.locate();
        try {
            var plane = new RealControlPlane(options, binaries);
            try {
                plane.start();
                return plane;
            } catch (IOException | RuntimeException e) {
                plane.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() throws IOException {
        etcd.start();
        apiServer.start();
        credentials.kubeconfig(kubeconfig(), credentials.adminToken(), "default");
        credentials.kubeconfig(
                folder.resolve("controller-manager.kubeconfig"), credentials.controllerManagerToken(), "default");
        controllerManager.start();
        Files.writeString(folder.resolve(PastRun.VERSION), version());
    }

    /** Where the API server answers. */
    public String url() {
        return credentials.url();
    }

    /** The addresses that are its pods' and Services' alone. */
    public PodNetwork network() {
        return network;
    }

    /** Kubernetes' version, such as {@code v1.34.4}, from {@code /version}. */
    public String version() {
        try (KubernetesClient client = newClient()) {
            return client.getKubernetesVersion().getGitVersion();
        }
    }

    @Override
    public KubernetesClient newClient() {
        return client(credentials.adminToken(), new ConfigBuilder(Config.empty()));
    }

    @Override
    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    /** Writes the administrator's kubeconfig, whose namespace is {@code default}, into another folder. */
    public Path kubeconfig(Path target) throws IOException {
        return credentials.kubeconfig(target.resolve("kubeconfig"), credentials.adminToken(), "default");
    }

    @Override
    public Path kubeconfigFor(String namespace, String serviceAccount) throws IOException {
        try (KubernetesClient client = newClient()) {
            String token = ServiceAccounts.token(client, namespace, serviceAccount);
            Path file = Files.createTempFile(folder, "%s-%s-".formatted(namespace, serviceAccount), ".kubeconfig");
            return credentials.kubeconfig(file, token, namespace);
        }
    }

    @Override
    public boolean hasControllers() {
        return true;
    }

    /** The API server's own audit log: a line of JSON for each request that was answered. */
    public Path auditLog() {
        return folder.resolve(PastRun.AUDIT);
    }

    /** From the API server's audit log; a request may come into it a moment after it is answered. */
    @Override
    public List<AuditRecord> audit() {
        return audit.events();
    }

    @Override
    public Disturbances disturb() {
        return new RealDisturbances(this);
    }

    /** Ends the API server by SIGTERM, as an upgrade does, starts it again and waits until it is ready. */
    public void restartApiServer() {
        apiServer.stop();
        notReady.during(apiServer::start);
    }

    /** Ends etcd by SIGKILL; until it is started again no request that needs it succeeds. */
    public void killEtcd() {
        etcd.kill();
    }

    /** Has etcd forget all versions of its keys but the last. */
    void compactEtcd() {
        gateway.compact();
    }

    /** Starts etcd again with the data it had, and waits until the API server is ready. */
    public void startEtcd() {
        etcd.start();
        await("the API server is ready").atMost(ETCD_BACK).pollInterval(POLL).until(this::isReady);
    }

    /** The processes' ids by their programs' names. */
    public Map<String, Long> pids() {
        return Map.of(
                "etcd", etcd.pid(),
                "kube-apiserver", apiServer.pid(),
                "kube-controller-manager", controllerManager.pid());
    }

    /** Ends the three processes, and waits until they have ended. */
    @Override
    public void close() {
        // Nothing is kept, so none of them needs the time to say goodbye.
        processes.close();
    }

    private boolean isReady() {
        return get("/readyz").equals("ok");
    }

    /** One try; empty when it fails. */
    private String get(String path) {
        if (!Files.exists(credentials.certificate())) {
            return "";
        }
        var once = new ConfigBuilder(Config.empty())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(PROBE_MILLIS);
        try (KubernetesClient client = client(credentials.adminToken(), once)) {
            return String.valueOf(client.raw(path));
        } catch (RuntimeException notYet) {
            return "";
        }
    }

    private KubernetesClient client(String token, ConfigBuilder builder) {
        Config config = builder.withMasterUrl(url())
                .withNamespace("default")
                .withCaCertFile(credentials.certificate().toString())
                .withOauthToken(token)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(PodNetwork.HOST, port));
            return true;
        }
    }

    private static String http(int port) {
        return "http://%s:%d".formatted(PodNetwork.HOST, port);
    }

    private static List<String> join(List<String> usual, List<String> more) {
        return Stream.concat(usual.stream(), more.stream()).toList();
    }
}
