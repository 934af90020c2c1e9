package dev.serin.scenarios;

import static org.awaitility.Awaitility.await;

import dev.serin.local.Waits;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A user's Deployment in namespace {@code default}, with the Service and the autoscaler of the same name. */
record UsersService(Serin serin, String name) {
    /** Who writes the restart annotation of a Deployment: a person, or Serin after a takeover. */
    private static final Set<String> RESTARTERS = Set.of("kubectl-rollout", "serin-takeover");

    /** Some pods of v1 behind a Service, and an autoscaler that keeps them at least so many. */
    String manifest(int pods) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: NAME}
                spec:
                  selector: {app: NAME}
                  ports: [{name: grpc, port: 9090, targetPort: grpc}]
                ---
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: NAME}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}
                  minReplicas: PODS
                  maxReplicas: 5
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: NAME}
                spec:
                  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
                  selector: {matchLabels: {app: NAME}}
                  template:
                    metadata: {labels: {app: NAME}}
                    spec:
                      automountServiceAccountToken: false
                      securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
                      containers:
                        - name: reporter
                          securityContext:
                            allowPrivilegeEscalation: false
                            readOnlyRootFilesystem: true
                            capabilities: {drop: [ALL]}
                          image: ghcr.io/serin-dev/samples/reporter:1.0.0
                          env:
                            - {name: VERSION, value: v1}
                            - {name: FAIL_PERCENT, value: "0"}
                            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                          ports: [{name: grpc, containerPort: 9090}]
                          readinessProbe: {grpc: {port: 9090}, periodSeconds: 1, timeoutSeconds: 5}
                """.replace("NAME", name).replace("PODS", Integer.toString(pods));
    }

    void apply(int pods) throws Exception {
        serin.apply(manifest(pods)).orThrow();
        await().until(() -> Objects.equals(present().getSpec().getReplicas(), pods));
        Waits.rolledOut(serin.cluster().client(), name);
    }

    /** A release of it in place; {@code service} is added to the Service's fields, {@code more} to the spec's. */
    void release(String service, String steps, String more) throws Exception {
        serin.apply("""
                apiVersion: serin.dev/v1alpha1
                kind: CanaryRelease
                metadata: {name: %1$s}
                spec:
                  targetRef: {name: %1$s}
                  service: {name: %1$s, port: 9090%2$s}
                  strategy: {steps: [%3$s]}
                  %4$s
                """.formatted(name, service, steps, more)).orThrow();
    }

    /** Another limit of the autoscaler. */
    void atLeast(int pods) throws Exception {
        serin.cluster()
                .kubectl("patch", "hpa", name, "-p", "{\"spec\":{\"minReplicas\":%d}}".formatted(pods))
                .orThrow();
    }

    /** What a user does who brings out another image. */
    void bringOut(int version, int failPercent) throws Exception {
        serin.cluster()
                .kubectl(
                        "patch",
                        "deployment",
                        name,
                        "-p",
                        ("{'spec':{'template':{'spec':{'containers':[{'name':'reporter',"
                                        + "'image':'ghcr.io/serin-dev/samples/reporter:%1$d.0.0',"
                                        + "'env':[{'name':'VERSION','value':'v%1$d'},"
                                        + "{'name':'FAIL_PERCENT','value':'%2$d'}]}]}}}}")
                                .formatted(version, failPercent)
                                .replace('\'', '"'))
                .orThrow();
    }

    @Nullable
    Deployment deployment() {
        return serin.cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .get();
    }

    Set<String> images() {
        return serin.cluster().pods("default", "app=" + name).stream()
                .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
                .map(image -> image.substring(image.indexOf(':')))
                .collect(Collectors.toSet());
    }

    /** All there is to see of a Deployment, its Service and its autoscaler, but for what every object has of its own. */
    String left() {
        var client = serin.cluster().client();
        return Stream.of(
                        present(),
                        client.services().inNamespace("default").withName(name).require(),
                        client.autoscaling()
                                .v2()
                                .horizontalPodAutoscalers()
                                .inNamespace("default")
                                .withName(name)
                                .require())
                .map(object -> Serialization.asYaml(bare(object))
                        .replace(name, "NAME")
                        .replaceAll("restartedAt: .*", "restartedAt: T"))
                .collect(Collectors.joining("---\n"));
    }

    private static HasMetadata bare(HasMetadata object) {
        var meta = object.getMetadata();
        String managers = meta.getManagedFields().stream()
                .map(entry -> RESTARTERS.contains(entry.getManager())
                        ? "who restarted it"
                        : entry.getManager() + " " + entry.getOperation() + " " + entry.getSubresource())
                .distinct()
                .sorted()
                .toList()
                .toString();
        meta.setManagedFields(List.of());
        meta.setUid(managers);
        meta.setResourceVersion(null);
        meta.setGeneration(null);
        meta.setCreationTimestamp(null);
        if (object instanceof Deployment deployment) {
            deployment.getStatus().setObservedGeneration(null);
            deployment.getStatus().getConditions().forEach(condition -> {
                condition.setLastTransitionTime(null);
                condition.setLastUpdateTime(null);
                condition.setMessage(null);
            });
            deployment.getStatus().getConditions().sort(Comparator.comparing(DeploymentCondition::getType));
        } else if (object instanceof Service service) {
            service.getSpec().setClusterIP(null);
            service.getSpec().setClusterIPs(null);
        } else if (object instanceof HorizontalPodAutoscaler autoscaler) {
            autoscaler.setStatus(null);
        }
        return object;
    }

    /** The same, where it has to be there. */
    Deployment present() {
        return Optional.ofNullable(deployment()).orElseThrow();
    }
}
