package dev.serin.scenarios;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.chart.Helm;
import dev.serin.local.Cluster;
import dev.serin.local.ClusterOptions;
import dev.serin.local.LocalCluster;
import dev.serin.local.Waits;
import dev.serin.local.api.AuditRecord;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.local.tools.EnvoyBinary;
import dev.serin.samples.ReporterClient;
import dev.serin.samples.SmokeTest;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A cluster with Serin installed from {@code deploy/} by kubectl, as a user does it. */
public final class Serin implements AutoCloseable {
    public static final String NAMESPACE = "serin-system";

    /** Who the operator is to the API server. */
    public static final String USER = "system:serviceaccount:serin-system:serin-operator";

    private static final Set<String> LAST_ASKED = Set.of("leases", "endpointslices");

    /** A JVM alone may take most of a minute to start on a machine that others use too. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Cluster cluster;

    private Serin(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Starts a cluster with its files in a folder, and installs Serin. */
    public static Serin install(Path folder) throws IOException, InterruptedException {
        Serin serin = notYet(folder);
        serin.cluster.kubectl("apply", "--server-side", "-k", "deploy").orThrow();
        serin.awaitOperator();
        return serin;
    }

    /** Until so many more calls have been made. */
    static void awaitMore(ReporterClient client, int calls, Duration atMost) {
        int from = client.count();
        await().atMost(atMost).until(() -> client.count() > from + calls);
    }

    /** Installed from the chart, with values as {@code --set} takes them. */
    static Serin fromChart(Path folder, String values) throws IOException, InterruptedException {
        Serin serin = notYet(folder);
        serin.cluster.kubectl("apply", "-f", "deploy/namespace.yaml").orThrow();
        serin.helm("install", "serin", Helm.CHART, "--set", values).orThrow();
        serin.awaitOperator();
        return serin;
    }

    /** Starts a cluster that Serin can be installed in. */
    public static Serin notYet(Path folder) throws IOException, InterruptedException {
        Awaitility.setDefaultTimeout(PATIENCE);
        Files.createDirectories(folder);
        ClusterOptions options = ClusterOptions.in(folder.toAbsolutePath())
                .image("ghcr.io/serin-dev/samples/reporter", Programs.reporter())
                .image("ghcr.io/serin-dev/samples/smoke-test", Image.java(SmokeTest.class))
                .image("ghcr.io/serin-dev/serin", Programs.operator())
                .image(
                        "docker.io/envoyproxy/envoy",
                        Image.of(EnvoyBinary.locate().toString()))
                .image("envoyproxy/envoy", Image.of(EnvoyBinary.locate().toString()));
        var serin = new Serin(LocalCluster.start(options));
        if (serin.cluster.hasAudit()) {
            // The strictest of the pod security standards; a namespace of somebody's cluster stays as it is.
            serin.cluster
                    .kubectl("label", "namespace", "default", "pod-security.kubernetes.io/enforce=restricted")
                    .orThrow();
        }
        return serin;
    }

    /** Waits until an operator is ready. */
    public void awaitOperator() {
        await("the operator is ready")
                .until(() -> !readyPods(NAMESPACE, "app.kubernetes.io/component=operator")
                        .isEmpty());
    }

    /** Until the operator's Deployment has rolled out. */
    void awaitRollout() throws IOException, InterruptedException {
        cluster.kubectl("rollout", "status", "deployment/serin-operator", "-n", NAMESPACE, "--timeout=150s")
                .orThrow();
    }

    /** Helm in the operator's namespace. */
    Cluster.Result helm(String... arguments) throws IOException, InterruptedException {
        return cluster.helm(
                Stream.concat(Stream.of(arguments), Stream.of("-n", NAMESPACE)).toArray(String[]::new));
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Applies a sample by its file name. */
    public void sample(String file) throws IOException, InterruptedException {
        cluster.kubectl("apply", "-f", "deploy/samples/" + file).orThrow();
    }

    /** Applies a release of the sample's two Deployments, whose proxies clients dial; with more lines of its spec. */
    void release(String... more) throws IOException, InterruptedException {
        apply("""
                apiVersion: serin.dev/v1alpha1
                kind: CanaryRelease
                metadata: {name: reporter}
                spec:
                  targetRef: {name: reporter}
                  canaryRef: {name: reporter-v2}
                  service: {name: reporter, port: 9090, exposure: Separate}
                  %s
                """.formatted(String.join("\n  ", more))).orThrow();
    }

    /** Applies a manifest by kubectl, as a user does. */
    public Cluster.Result apply(String yaml) throws IOException, InterruptedException {
        return kubectlWith(yaml, "apply");
    }

    /** Applies a manifest with more arguments, such as {@code --server-side}. */
    public Cluster.Result applyWith(String yaml, String... arguments) throws IOException, InterruptedException {
        return kubectlWith(
                yaml, Stream.concat(Stream.of("apply"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Runs kubectl with a manifest. */
    public Cluster.Result kubectlWith(String yaml, String... arguments) throws IOException, InterruptedException {
        Path file = Files.createTempFile("manifest", ".yaml");
        try {
            Files.writeString(file, yaml);
            return cluster.kubectl(Stream.concat(Stream.of(arguments), Stream.of("-f", file.toString()))
                    .toArray(String[]::new));
        } finally {
            Files.delete(file);
        }
    }

    /** Changes a weight that is set by hand. */
    public void weight(String name, int weight) {
        patch(name, "{\"spec\":{\"strategy\":{\"weight\":%d}}}".formatted(weight));
    }

    /** A merge patch by the API, which is quicker than a kubectl process. */
    public void patch(String name, String json) {
        release(name).patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    private Resource<CanaryRelease> release(String name) {
        return cluster.client()
                .resources(CanaryRelease.class)
                .inNamespace("default")
                .withName(name);
    }

    /** The reasons of a release's events, oldest first; of all that had this name where there is none now. */
    public List<String> events(String name) {
        CanaryRelease now = release(name).get();
        return cluster.client().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name))
                .filter(event -> now == null
                        || now.getMetadata()
                                .getUid()
                                .equals(event.getInvolvedObject().getUid()))
                .sorted(Comparator.comparingLong(
                        event -> Long.parseLong(event.getMetadata().getResourceVersion())))
                .map(Event::getReason)
                .toList();
    }

    /** The messages of all events of a reason. */
    public List<String> messages(String reason) {
        return cluster.client().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getReason().equals(reason))
                .map(Event::getMessage)
                .toList();
    }

    /** The operator's pod. */
    public String operatorPod() {
        return readyPods(NAMESPACE, "app.kubernetes.io/component=operator")
                .getFirst()
                .getMetadata()
                .getName();
    }

    /** The ready pods of a release's proxies. */
    public List<String> proxyPods(String release) {
        return readyPods("default", "app.kubernetes.io/name=serin-proxy,serin.dev/release=" + release).stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    /** The release's status as it is now. */
    public CanaryReleaseStatus status(String name) {
        CanaryReleaseStatus status = release(name).require().getStatus();
        return status == null ? CanaryReleaseStatus.EMPTY : status;
    }

    /** Waits until the status is as wanted. */
    public CanaryReleaseStatus awaitStatus(String what, String name, Predicate<CanaryReleaseStatus> wanted) {
        return await(what).pollInterval(Duration.ofMillis(20)).until(() -> status(name), wanted);
    }

    /** Waits for a condition to be True, or not. */
    public Condition awaitCondition(String name, String type, boolean isTrue) {
        CanaryReleaseStatus status = awaitStatus(
                type + " is " + isTrue,
                name,
                seen -> seen.condition(type).map(Condition::isTrue).equals(Optional.of(isTrue)));
        return status.condition(type).orElseThrow();
    }

    /** Waits until canary's weight is as wanted and the proxies have confirmed it. */
    public void awaitWeight(String name, int canary) {
        awaitStatus(
                "canary's weight is " + canary,
                name,
                seen -> seen.phase() == Phase.Ready
                        && seen.weights() != null
                        && seen.weights().canary() == canary);
    }

    /** Where clients dial the proxies. */
    public InetSocketAddress proxy(String release) {
        return proxy("default", release);
    }

    /** The same in another namespace. */
    public InetSocketAddress proxy(String namespace, String release) {
        Waits.endpoint(cluster.client(), namespace, release + "-proxy");
        return cluster.address(namespace, release + "-proxy", 9090);
    }

    public List<Pod> readyPods(String namespace, String selector) {
        return cluster.pods(namespace, selector).stream().filter(Serin::isReady).toList();
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream().anyMatch(Serin::isReady);
    }

    private static boolean isReady(PodCondition condition) {
        return condition.getType().equals("Ready") && condition.getStatus().equals("True");
    }

    /**
     * Whether the operator lacked a permission. Who is uninstalled loses its permissions before it ends, and asks for its
     * lease, and for the next leader's address, to the last: that is none.
     */
    public static boolean isRefusal(AuditRecord record) {
        return record.user().equals(USER)
                && record.forbidden()
                && !(record.namespace().equals(NAMESPACE) && LAST_ASKED.contains(record.resource()));
    }

    /** Closes the cluster. Throws an {@link AssertionError} when the operator lacked a permission for something. */
    @Override
    public void close() {
        List<AuditRecord> refused;
        try (cluster) {
            refused = cluster.hasAudit()
                    ? cluster.audit().stream().filter(Serin::isRefusal).toList()
                    : List.of();
        }
        if (!refused.isEmpty()) {
            throw new AssertionError("the operator may not: " + refused);
        }
    }
}
