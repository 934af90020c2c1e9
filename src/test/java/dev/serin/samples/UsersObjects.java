package dev.serin.samples;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user's Deployment of the reporter, with the Service and the autoscaler of the same name: what is applied, and what is left. */
public record UsersObjects(String name) {
    /** Who writes the restart annotation of a Deployment: a person, or Serin after a takeover. */
    private static final Set<String> RESTARTERS = Set.of("kubectl-rollout", "serin-takeover");

    /** Some pods of v1 behind a Service, and an autoscaler that keeps them at least so many. */
    public String manifest(int pods) {
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

    /** A release of it in place; {@code service} is added to the Service's fields, {@code more} to the spec's. */
    public String release(String service, String steps, String more) {
        return """
                apiVersion: serin.dev/v1alpha1
                kind: CanaryRelease
                metadata: {name: %1$s}
                spec:
                  targetRef: {name: %1$s}
                  service: {name: %1$s, port: 9090%2$s}
                  strategy: {steps: [%3$s]}
                  %4$s
                """.formatted(name, service, steps, more);
    }

    /** What a user patches who brings out another image; {@code failPercent} of its answers are failures. */
    public String template(int version, int failPercent) {
        return ("{'spec':{'template':{'spec':{'containers':[{'name':'reporter',"
                        + "'image':'ghcr.io/serin-dev/samples/reporter:%1$d.0.0',"
                        + "'env':[{'name':'VERSION','value':'v%1$d'},"
                        + "{'name':'FAIL_PERCENT','value':'%2$d'}]}]}}}}")
                .formatted(version, failPercent)
                .replace('\'', '"');
    }

    /** All there is to see of a Deployment, its Service and its autoscaler, but for what every object has of its own. */
    public String left(KubernetesClient client, String namespace) {
        return Stream.of(
                        client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName(name)
                                .require(),
                        client.services().inNamespace(namespace).withName(name).require(),
                        client.autoscaling()
                                .v2()
                                .horizontalPodAutoscalers()
                                .inNamespace(namespace)
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
}
