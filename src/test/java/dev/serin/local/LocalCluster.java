package dev.serin.local;

import dev.serin.local.api.AuditRecord;
import dev.serin.local.controllers.Controllers;
import dev.serin.local.net.ServiceProxy;
import dev.serin.local.net.Subnet;
import dev.serin.local.node.ImageRegistry;
import dev.serin.local.node.Node;
import dev.serin.local.node.NodeOptions;
import dev.serin.local.real.GivenPlane;
import dev.serin.local.real.PodNetwork;
import dev.serin.local.real.RealControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A whole cluster on loopback addresses: a control plane, stand-in controllers where that has none, one node whose pods
 * are local processes, and Services that forward. Nothing of it outlives this JVM but its folder.
 */
public final class LocalCluster implements Cluster {
    // As the kubelet's.
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final ControlPlane plane;
    private final Subnet subnet;
    private final ClusterOptions options;
    private final KubernetesClient client;
    private final List<AutoCloseable> parts;
    private final Node node;

    private LocalCluster(ControlPlane plane, Subnet subnet, ClusterOptions options) {
        this.plane = plane;
        this.subnet = subnet;
        this.options = options;
        this.client = plane.newClient();
        Controllers controllers = plane.hasControllers() ? null : Controllers.start(client);
        NodeOptions usual = NodeOptions.of(
                        options.folder().resolve("pods"), subnet.pods(), options.images(), plane::kubeconfigFor)
                .initialBackOff(options.initialBackOff())
                .foreign(plane.foreignNamespaces());
        this.node = Node.start(
                client,
                plane.hasControllers()
                        ? usual.binding(NodeOptions.Binding.BINDING).heartbeat(HEARTBEAT)
                        : usual);
        ServiceProxy proxy = ServiceProxy.start(client);
        this.parts = controllers == null ? List.of(node, proxy) : List.of(controllers, node, proxy);
    }

    /**
     * Builds a cluster on a control plane, and closes that with itself. The Services' addresses must come from the
     * subnet that is given.
     */
    public static LocalCluster start(ControlPlane plane, Subnet subnet, ClusterOptions options) {
        return new LocalCluster(plane, subnet, options);
    }

    /**
     * Builds a cluster on the embedded API server, or with {@code -Dserin.cluster=real} on Kubernetes' own, or with
     * {@code -Dserin.kubeconfig=FILE} as well on that of a cluster that runs already.
     */
    public static LocalCluster start(ClusterOptions options) {
        String kubeconfig = System.getProperty("serin.kubeconfig", "");
        if (!kubeconfig.isEmpty()) {
            var plane = GivenPlane.enter(Path.of(kubeconfig), fresh(options.folder()));
            PodNetwork network = PodNetwork.claim();
            return new LocalCluster(plane, Subnet.of(network.pods(), network.services()), options);
        }
        if ("real".equals(System.getProperty("serin.cluster"))) {
            var plane = RealControlPlane.start(RealControlPlane.Options.in(fresh(options.folder())));
            return new LocalCluster(
                    plane, Subnet.of(plane.network().pods(), plane.network().services()), options);
        }
        Subnet subnet = Subnet.claim();
        return new LocalCluster(new EmbeddedPlane(options.folder(), subnet.services()), subnet, options);
    }

    /** Its data must not be those of a run before. */
    private static Path fresh(Path folder) {
        try {
            return Files.createTempDirectory(Files.createDirectories(folder), "control-plane-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasAudit() {
        return plane.hasAudit();
    }

    @Override
    public List<AuditRecord> audit() {
        return plane.audit();
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Path kubeconfig() {
        return plane.kubeconfig();
    }

    @Override
    public Result kubectl(Map<String, String> env, String... args) throws IOException, InterruptedException {
        return CommandLine.kubectl(plane.kubeconfig(), options.folder(), env, args);
    }

    @Override
    public Result helm(String... args) throws IOException, InterruptedException {
        return CommandLine.helm(plane.kubeconfig(), options.folder(), args);
    }

    @Override
    public void apply(String yaml) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("kubectl")
                .withForce(true)
                .build();
        for (HasMetadata item : client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            if (item.getMetadata().getNamespace() == null) {
                client.resource(item).inNamespace("default").patch(context, Serialization.asJson(item));
            } else {
                client.resource(item).patch(context, Serialization.asJson(item));
            }
        }
    }

    @Override
    public InetSocketAddress address(String namespace, String service, int port) {
        Service found =
                client.services().inNamespace(namespace).withName(service).require();
        return new InetSocketAddress(found.getSpec().getClusterIP(), port);
    }

    @Override
    public List<Pod> pods(String namespace, String selector) {
        return client.pods()
                .inNamespace(namespace)
                .withLabelSelector(selector)
                .list()
                .getItems();
    }

    @Override
    public void signal(String namespace, String pod, String signal) throws IOException, InterruptedException {
        node.signal(namespace, pod, firstContainer(namespace, pod), signal);
    }

    @Override
    public List<String> logs(String namespace, String pod) throws IOException {
        return node.logs(namespace, pod);
    }

    /** The node, for what a whole cluster need not offer. */
    public Node node() {
        return node;
    }

    @Override
    public ImageRegistry images() {
        return options.images();
    }

    @Override
    public Disturbances disturb() {
        return plane.disturb();
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable part : parts) {
                part.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("a part of the cluster didn't close", e);
        } finally {
            client.close();
            plane.close();
            subnet.close();
        }
    }

    private String firstContainer(String namespace, String pod) {
        return client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .require()
                .getSpec()
                .getContainers()
                .getFirst()
                .getName();
    }
}
