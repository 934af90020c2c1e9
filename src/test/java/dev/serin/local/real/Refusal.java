package dev.serin.local.real;

import static org.awaitility.Awaitility.await;

import dev.serin.local.ControlPlane;
import dev.serin.local.Disturbances.Disturbance;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * An admission policy that refuses a user's writes. It stands in for a webhook: to who writes, both refuse alike, and the
 * policy needs no server of its own.
 */
final class Refusal {
    // An API server reads its policies once a second.
    private static final Duration IN_EFFECT = Duration.ofSeconds(30);

    private Refusal() {}

    /** Returns when it is in effect, which shows in a dry run that nobody may write either. */
    static Disturbance of(ControlPlane plane, String user, String resource, String message) {
        String name = "refusal-" + UUID.randomUUID();
        String yaml = """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: "%1$s"}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    resourceRules:
                      - {apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE, DELETE], resources: ["%2$s"]}
                      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps],
                         resourceNames: ["%1$s"]}
                  validations:
                    - expression: "request.userInfo.username != '%3$s' && request.name != '%1$s'"
                      message: "%4$s"
                      reason: Forbidden
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: "%1$s"}
                spec: {policyName: "%1$s", validationActions: [Deny]}
                """.formatted(name, resource, user, message);
        try (KubernetesClient client = plane.newClient()) {
            objects(client, yaml).forEach(object -> client.resource(object).create());
            await("the refusal is in effect")
                    .atMost(IN_EFFECT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> isRefused(client, name));
        }
        return () -> {
            try (KubernetesClient client = plane.newClient()) {
                objects(client, yaml).forEach(object -> client.resource(object).delete());
            }
        };
    }

    private static boolean isRefused(KubernetesClient client, String name) {
        try {
            client.configMaps()
                    .inNamespace("default")
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .dryRun()
                    .create();
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
        }
    }

    private static List<HasMetadata> objects(KubernetesClient client, String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }
}
