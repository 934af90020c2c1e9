package dev.serin.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.plan.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Policies of one namespace, against the mock API server. */
@EnableKubernetesMockClient(crud = true)
class MissedTest {
    private static final String POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: %s, namespace: default}
            spec: %s
            """;

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private Optional<List<String>> missed() {
        var release = new CanaryRelease();
        release.getMetadata().setNamespace("default");
        release.getMetadata().setName("reporter");
        release.setSpec(new CanaryReleaseSpec(
                DeploymentReference.named("reporter"),
                null,
                null,
                new ServiceReference("reporter", 9090, null, null),
                Strategy.weight(10),
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                null));
        return new Missed(client)
                .by(release, workload("reporter", "reporter"), workload("reporter-canary", "reporter-canary"));
    }

    private static Workload workload(String name, String app) {
        return new Workload(name, true, "r1", Map.of("app", app), Map.of("app", app), 1, Optional.empty());
    }

    private void create(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .create();
    }

    @Test
    void whatSelectsBothOrNeitherIsNotNamed() {
        create(POLICY.formatted("all", "{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}"));
        create(POLICY.formatted("other", "{podSelector: {matchLabels: {app: gateway}}}"));
        create(POLICY.formatted(
                "both",
                "{podSelector: {matchExpressions: [{key: app, operator: In, values: [reporter, reporter-canary]}]}}"));
        create("""
                apiVersion: v1
                kind: Service
                metadata: {name: reporter, namespace: default}
                spec: {selector: {app: reporter}, ports: [{port: 9090}]}
                """);
        create("""
                apiVersion: v1
                kind: Service
                metadata: {name: reporter-stable, namespace: default, labels: {serin.dev/release: reporter}}
                spec: {selector: {app: reporter}, ports: [{port: 9090}]}
                """);
        assertThat(missed()).contains(List.of());
    }

    @Test
    void whatWouldMissCanaryIsNamed() {
        create(POLICY.formatted("about", "{podSelector: {matchLabels: {app: reporter}}}"));
        create(
                POLICY.formatted(
                        "lets-in",
                        "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: reporter}}}]}]}"));
        create(
                POLICY.formatted(
                        "lets-out",
                        "{podSelector: {matchLabels: {app: web}}, egress: [{to: [{podSelector: {matchLabels: {app: reporter}}}]}]}"));
        create("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: reporter, namespace: default}
                spec: {minAvailable: 1, selector: {matchLabels: {app: reporter}}}
                """);
        create("""
                apiVersion: v1
                kind: Service
                metadata: {name: reporter-admin, namespace: default}
                spec: {selector: {app: reporter}, ports: [{port: 80}]}
                """);
        assertThat(missed())
                .contains(List.of(
                        "NetworkPolicy about",
                        "NetworkPolicy lets-in",
                        "NetworkPolicy lets-out",
                        "PodDisruptionBudget reporter",
                        "Service reporter-admin"));
    }
}
