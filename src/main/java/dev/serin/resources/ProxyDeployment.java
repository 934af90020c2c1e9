package dev.serin.resources;

import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.xds.ProxyPorts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The proxies: Envoy with a bootstrap, everything else comes over xDS. */
final class ProxyDeployment {
    /** How long a proxy that stops waits for connections without a request to be closed, in seconds. */
    static final int QUIET_SECONDS = 30;

    /** Where requests arrive. */
    static final int TRAFFIC = ProxyPorts.TRAFFIC;

    static final String STATUS_PORT = "status";

    private static final String TRAFFIC_PORT = "traffic";
    private static final int MARGIN_SECONDS = 5;
    private static final long ENVOY_UID = 101;
    private static final String CONFIG_DIRECTORY = "/etc/serin";
    private static final String TOKEN_DIRECTORY = "/var/run/secrets/serin.dev";

    /** The kubelet renews it when four fifths are over. */
    private static final long TOKEN_SECONDS = 3600;

    /** A changed bootstrap starts the proxies anew, one after the other. */
    private static final String BOOTSTRAP_HASH = "serin.dev/bootstrap-hash";

    private ProxyDeployment() {}

    static Deployment of(ReleaseContext context, ConfigMap bootstrap) {
        String name = Names.proxy(context.name());
        return new DeploymentBuilder()
                .withMetadata(context.meta(name, "proxy"))
                .withNewSpec()
                .withReplicas(context.spec().proxy().replicas())
                .withNewSelector()
                .withMatchLabels(Labels.proxySelector(context.name()))
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString(1))
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels(context))
                .addToAnnotations(BOOTSTRAP_HASH, Hashes.of(ProxyConfigMap.readOnce(bootstrap)))
                .endMetadata()
                .withSpec(pod(context, name))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** The Service that clients dial may select by more than the proxies' own labels. */
    private static Map<String, String> labels(ReleaseContext context) {
        Map<String, String> labels = new LinkedHashMap<>(Labels.of(context.name(), "proxy"));
        context.takeover().map(TakeoverStatus::selector).ifPresent(selector -> selector.forEach(labels::putIfAbsent));
        return labels;
    }

    private static PodSpec pod(ReleaseContext context, String name) {
        return new PodSpecBuilder()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(
                        Math.max(QUIET_SECONDS, streamGraceSeconds(context)) + MARGIN_SECONDS)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(ENVOY_UID)
                .withRunAsGroup(ENVOY_UID)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewTopologySpreadConstraint()
                .withMaxSkew(1)
                .withTopologyKey("kubernetes.io/hostname")
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(Labels.proxySelector(context.name()))
                .endLabelSelector()
                .endTopologySpreadConstraint()
                .withContainers(envoy(context))
                .addNewVolume()
                .withName("config")
                .withNewConfigMap()
                .withName(name)
                .endConfigMap()
                .endVolume()
                .addAllToVolumes(context.xds().security().map(security -> token()).stream()
                        .toList())
                .build();
    }

    private static Volume token() {
        return new VolumeBuilder()
                .withName("token")
                .withNewProjected()
                .addNewSource()
                .withNewServiceAccountToken(XdsEndpoint.AUDIENCE, TOKEN_SECONDS, "token")
                .endSource()
                .endProjected()
                .build();
    }

    private static Container envoy(ReleaseContext context) {
        return new ContainerBuilder()
                .withName("envoy")
                .withImage(context.spec().proxy().image())
                .withArgs(arguments(context))
                .withEnv(field("POD_NAME", "metadata.name"), field("POD_IP", "status.podIP"))
                .addNewPort()
                .withName(context.takeover().map(TakeoverStatus::port).orElse(TRAFFIC_PORT))
                .withContainerPort(TRAFFIC)
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName(STATUS_PORT)
                .withContainerPort(ProxyPorts.STATUS)
                .withProtocol("TCP")
                .endPort()
                .withResources(context.spec().proxy().resources())
                .withStartupProbe(ready(1, 600))
                .withReadinessProbe(ready(2, 2))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand(
                        "bash",
                        CONFIG_DIRECTORY + "/" + ProxyConfigMap.DRAIN,
                        String.valueOf(QUIET_SECONDS),
                        String.valueOf(streamGraceSeconds(context)))
                .endExec()
                .endPreStop()
                .endLifecycle()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("config")
                .withMountPath(CONFIG_DIRECTORY)
                .withReadOnly(true)
                .endVolumeMount()
                .addAllToVolumeMounts(context
                        .xds()
                        .security()
                        .map(security -> new VolumeMountBuilder()
                                .withName("token")
                                .withMountPath(TOKEN_DIRECTORY)
                                .withReadOnly(true)
                                .build())
                        .stream()
                        .toList())
                .build();
    }

    /** Envoy's drain time is the longest that a stream may go on after its client was told to re-dial. */
    private static long streamGraceSeconds(ReleaseContext context) {
        Duration grace = GoDuration.parse(context.spec().rebalance().streamGracePeriod());
        return Math.max(1, grace.plusMillis(999).toSeconds());
    }

    /** With the version that the API server would fill in, since the reference is compared as a whole. */
    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .build();
    }

    /**
     * The node's id and cluster tell the operator which proxy of which release this is. Two workers: the exactness of
     * a split is per worker, so that few are better than many.
     */
    private static List<String> arguments(ReleaseContext context) {
        return List.of(
                "--config-path",
                CONFIG_DIRECTORY + "/" + ProxyConfigMap.BOOTSTRAP,
                "--config-yaml",
                "node: {metadata: {POD_IP: \"$(POD_IP)\"}}",
                "--service-node",
                "$(POD_NAME)",
                "--service-cluster",
                context.namespace() + "/" + context.name(),
                "--concurrency",
                "2",
                "--drain-time-s",
                String.valueOf(streamGraceSeconds(context)),
                "--drain-strategy",
                "immediate",
                "--disable-hot-restart",
                "--log-level",
                "warning");
    }

    private static Probe ready(int periodSeconds, int failureThreshold) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/ready")
                .withPort(new IntOrString(STATUS_PORT))
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withFailureThreshold(failureThreshold)
                .build();
    }
}
