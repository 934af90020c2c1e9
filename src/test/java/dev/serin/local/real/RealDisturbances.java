package dev.serin.local.real;

import dev.serin.local.Disturbances;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Disturbs a real control plane by its own means: processes that end, an admission policy, a priority level. */
final class RealDisturbances implements Disturbances {
    private final RealControlPlane plane;

    RealDisturbances(RealControlPlane plane) {
        this.plane = plane;
    }

    @Override
    public void restartApiServer() {
        plane.restartApiServer();
    }

    @Override
    public Disturbance storeOutage() {
        plane.killEtcd();
        return plane::startEtcd;
    }

    /** A policy stands in for a webhook: to who writes, both refuse alike, and the policy needs no server of its own. */
    @Override
    public Disturbance refuse(String user, String resource, String message) {
        return during("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: refuse}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    resourceRules:
                      - {apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE, DELETE], resources: [%s]}
                  validations:
                    - {expression: "request.userInfo.username != '%s'", message: "%s", reason: Forbidden}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: refuse}
                spec: {policyName: refuse, validationActions: [Deny]}
                """.formatted(resource, user, message));
    }

    @Override
    public Disturbance throttle(String user) {
        return Throttle.of(plane, user);
    }

    private Disturbance during(String yaml) {
        try (KubernetesClient client = plane.newClient()) {
            objects(client, yaml).forEach(object -> client.resource(object).create());
        }
        return () -> {
            try (KubernetesClient client = plane.newClient()) {
                objects(client, yaml).forEach(object -> client.resource(object).delete());
            }
        };
    }

    private static List<HasMetadata> objects(KubernetesClient client, String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }
}
