package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.local.TokenPods;
import dev.serin.local.Waits;
import dev.serin.local.api.AuditRecord;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lines of the table in {@code docs/security.md} that take a whole cluster to be held. */
class ThreatModelIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/threat-model"));
        serin.sample("reporter.yaml");
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static void release(String name) throws Exception {
        serin.apply(BadInputs.GOOD.replace("NAME", name).replace("port: 9090", "exposure: Separate, port: 9090"))
                .orThrow();
    }

    private static void delete(String name) throws Exception {
        serin.cluster().kubectl("delete", "canary", name, "--timeout=150s").orThrow();
    }

    @Test
    void whatIsSomebodyElsesIsNeitherWrittenNorDeleted() throws Exception {
        for (String object : List.of("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: theirs-proxy}
                data: {a: b}
                """, """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: theirs-proxy}
                spec: {maxUnavailable: 0, selector: {matchLabels: {app: theirs}}}
                """, """
                apiVersion: v1
                kind: Service
                metadata: {name: theirs-stable}
                spec: {selector: {app: theirs}, ports: [{port: 80}]}
                """)) {
            serin.apply(object).orThrow();
            List<String> there = theirs();
            release("theirs");
            Condition stalled = serin.awaitCondition("theirs", "Stalled", true);
            assertThat(stalled.reason()).as(object).isEqualTo("NameTaken");
            delete("theirs");
            assertThat(theirs()).as(object).isEqualTo(there).hasSize(1);
            serin.kubectlWith(object, "delete").orThrow();
        }
    }

    /** By their versions, which any write would change. */
    private static List<String> theirs() {
        var client = serin.cluster().client();
        return Stream.of(
                        client.configMaps().inNamespace("default").list().getItems().stream(),
                        client.services().inNamespace("default").list().getItems().stream(),
                        client.policy().v1().podDisruptionBudget().inNamespace("default").list().getItems().stream())
                .flatMap(objects -> objects)
                .filter(object -> object.getMetadata().getName().startsWith("theirs-"))
                .map(object -> object.getKind() + " " + object.getMetadata().getResourceVersion())
                .toList();
    }

    @Test
    void aProxysTokenOpensTheXdsPortAndNothingOfTheApiServers() throws Exception {
        release("guarded");
        serin.awaitCondition("guarded", "Ready", true);
        String name = serin.proxyPods("guarded").getFirst();
        var client = serin.cluster().client();
        Pod pod = client.pods().inNamespace("default").withName(name).require();
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        List<String> audiences = pod.getSpec().getVolumes().stream()
                .map(Volume::getProjected)
                .filter(Objects::nonNull)
                .flatMap(projected -> projected.getSources().stream())
                .map(source -> source.getServiceAccountToken().getAudience())
                .toList();
        assertThat(audiences).containsExactly("xds.serin.dev");
        var asked = TokenPods.asked(600, audiences.getFirst())
                .editSpec()
                .withNewBoundObjectRef("v1", "Pod", name, pod.getMetadata().getUid())
                .endSpec();
        String token = TokenPods.issue(client, "default", "default", asked).getToken();
        assertThat(TokenPods.review(client, token, "xds.serin.dev").getAuthenticated())
                .isTrue();
        try (KubernetesClient bearer = bearer(token)) {
            assertThatThrownBy(() -> bearer.configMaps()
                            .inNamespace("default")
                            .withName("guarded-proxy")
                            .get())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(401));
        }
        delete("guarded");
    }

    private static KubernetesClient bearer(String token) {
        var admin = serin.cluster().client().getConfiguration();
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl(admin.getMasterUrl())
                        .withCaCertData(admin.getCaCertData())
                        .withCaCertFile(admin.getCaCertFile())
                        .withTrustCerts(admin.isTrustCerts())
                        .withHttp2Disable(true)
                        .withOauthToken(token)
                        .build())
                .build();
    }

    @Test
    void noSecretIsReadButThoseThatAReleaseNamesAndItsOwn() throws Exception {
        for (String name : List.of("private", "quality")) {
            serin.cluster()
                    .kubectl("create", "secret", "generic", name, "--from-literal=failures=0")
                    .orThrow();
        }
        serin.apply(new UsersService(serin, "orders")
                        .manifest(1)
                        .replace(
                                "{name: FAIL_PERCENT, value: \"0\"}",
                                "{name: FAIL_PERCENT, valueFrom: {secretKeyRef: {name: quality, key: failures}}}"))
                .orThrow();
        Waits.rolledOut(serin.cluster().client(), "orders");
        new UsersService(serin, "orders").release("", "{weight: 20, approval: Required}", "");
        serin.awaitStatus(
                "adopted",
                "orders",
                status -> status.phase() == Phase.Ready
                        && status.adoption() != null
                        && status.adoption().stage() == Stage.Idle);
        serin.cluster()
                .kubectl("patch", "secret", "quality", "-p", "{\"stringData\":{\"failures\":\"1\"}}")
                .orThrow();
        serin.awaitStatus(
                "its content is released",
                "orders",
                status -> status.weights() != null && status.weights().canary() == 20);
        delete("orders");
        await().untilAsserted(ThreatModelIT::assertOnlyNamedSecretsAreRead);
    }

    private static void assertOnlyNamedSecretsAreRead() {
        List<AuditRecord> ofSecrets = serin.cluster().audit().stream()
                .filter(record ->
                        record.user().equals(Serin.USER) && record.resource().equals("secrets"))
                .toList();
        assertThat(ofSecrets).extracting(AuditRecord::verb).isSubsetOf("get", "create", "patch", "delete");
        assertThat(names(ofSecrets, "get"))
                .contains("quality", "serin-xds-tls")
                .allMatch(name -> name.equals("serin-xds-tls") || isNamedOrItsCopy(name));
        assertThat(names(ofSecrets, "patch")).containsExactly("serin-xds-tls");
        assertThat(names(ofSecrets, "delete")).allMatch(name -> isNamedOrItsCopy(name) && !name.equals("quality"));
    }

    private static boolean isNamedOrItsCopy(String name) {
        return name.matches("quality(-.+)?");
    }

    private static Set<String> names(List<AuditRecord> records, String verb) {
        return records.stream()
                .filter(record -> record.verb().equals(verb))
                .map(AuditRecord::name)
                .collect(Collectors.toSet());
    }
}
