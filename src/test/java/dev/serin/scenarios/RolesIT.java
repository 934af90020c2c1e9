package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.Cluster.Result;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What users with Kubernetes' own roles, and the operator, may do, by the word of an API server that holds them to it. */
@Tag("cluster")
class RolesIT {
    private static final String WEIGHT = "{\"spec\":{\"strategy\":{\"weight\":20}}}";
    private static final String STATUS = "{\"status\":{\"phase\":\"Failed\"}}";

    /** Users by their names, and what they are in namespace default. */
    private static final Map<String, String> ROLES = Map.of("viewer", "view", "editor", "edit", "owner", "admin");

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/roles"));
        serin.sample("reporter.yaml");
        ROLES.forEach((user, role) -> serin.cluster().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %2$s}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
                """.formatted(user, role)));
        await("roles are put together")
                .until(() -> may("editor", "create", "canaryreleases.serin.dev", "default")
                        && may("viewer", "get", "canaryreleases.serin.dev", "default"));
        as("editor", "apply", "-f", "deploy/samples/canary-weight.yaml").orThrow();
        serin.awaitCondition("reporter", "Ready", true);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static Result as(String user, String... arguments) throws Exception {
        return serin.cluster()
                .kubectl(Stream.concat(Stream.of(arguments), Stream.of("--as=" + user))
                        .toArray(String[]::new));
    }

    private static boolean may(String user, String verb, String resource, String namespace) throws Exception {
        return as(user, "auth", "can-i", verb, resource, "-n", namespace)
                .out()
                .strip()
                .equals("yes");
    }

    private static void assertForbidden(Result answer) {
        assertThat(answer.exit()).isNotZero();
        assertThat(answer.err()).contains("(Forbidden)");
    }

    @Test
    void editorsWriteReleasesAndNeitherTheirStatusNorThoseOfOthers() throws Exception {
        as("editor", "patch", "canary", "reporter", "--type=merge", "-p", WEIGHT)
                .orThrow();
        serin.awaitWeight("reporter", 20);
        for (String user : ROLES.keySet()) {
            assertForbidden(
                    as(user, "patch", "canary", "reporter", "--type=merge", "--subresource=status", "-p", STATUS));
            assertForbidden(as(user, "get", "canary", "-n", Serin.NAMESPACE));
            assertForbidden(as(user, "apply", "-n", Serin.NAMESPACE, "-f", "deploy/samples/canary-weight.yaml"));
        }
    }

    @Test
    void viewersReadOnly() throws Exception {
        as("viewer", "get", "canary", "reporter").orThrow();
        assertForbidden(as("viewer", "patch", "canary", "reporter", "--type=merge", "-p", WEIGHT));
        assertForbidden(as("viewer", "delete", "canary", "reporter"));
        assertForbidden(as("nobody", "get", "canary", "reporter"));
    }

    /** What would make the operator a way to take the cluster over, were its token stolen, beyond what it has to do. */
    @TestFactory
    Stream<DynamicTest> theOperatorMayNot() {
        return Stream.of(
                        "list secrets",
                        "watch secrets",
                        "patch secrets",
                        "update secrets",
                        "create pods",
                        "delete pods",
                        "create pods/exec",
                        "get pods/log",
                        "create serviceaccounts/token",
                        "create rolebindings.rbac.authorization.k8s.io",
                        "create clusterrolebindings.rbac.authorization.k8s.io",
                        "escalate clusterroles.rbac.authorization.k8s.io",
                        "bind clusterroles.rbac.authorization.k8s.io",
                        "impersonate users",
                        "create mutatingwebhookconfigurations.admissionregistration.k8s.io",
                        "list nodes",
                        "create namespaces",
                        "delete canaryreleases.serin.dev",
                        "create daemonsets.apps",
                        "patch endpointslices.discovery.k8s.io")
                .map(what -> DynamicTest.dynamicTest(what, () -> {
                    String[] words = what.split(" ", 2);
                    assertThat(may(Serin.USER, words[0], words[1], "default")).isFalse();
                }));
    }

    /** Else {@link #theOperatorMayNot} would hold for a user that does not exist. */
    @Test
    void theOperatorMayWhatItHasTo() throws Exception {
        assertThat(may(Serin.USER, "get", "secrets", "default")).isTrue();
        assertThat(may(Serin.USER, "create", "tokenreviews.authentication.k8s.io", "default"))
                .isTrue();
        assertThat(may(Serin.USER, "patch", "secrets/serin-xds-tls", Serin.NAMESPACE))
                .isTrue();
        assertThat(may(Serin.USER, "patch", "secrets/other", Serin.NAMESPACE)).isFalse();
    }

    /** A proxy that was taken over has its account, if a token of it were mounted at all. */
    @Test
    void proxiesHaveAnAccountWithoutRights() throws Exception {
        assertThat(may("system:serviceaccount:default:default", "get", "configmaps", "default"))
                .isFalse();
        assertThat(may("system:serviceaccount:default:default", "get", "canaryreleases.serin.dev", "default"))
                .isFalse();
    }
}
