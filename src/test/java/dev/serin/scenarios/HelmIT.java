package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.chart.Helm;
import dev.serin.local.Cluster.Result;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chart on a cluster: each of its options is taken, and a release lives through install, upgrade and uninstall. */
class HelmIT {
    private static final String EVERYTHING = "src/test/resources/chart/everything.yaml";
    private static final String MONITORING = "src/test/resources/chart/monitoring-crds.yaml";
    private static final int RATE = 1000;
    private static final int REQUESTS = 50_000;
    private static final String CRD = "canaryreleases.serin.dev";

    private static Serin serin;

    @BeforeAll
    static void start() throws Exception {
        serin = Serin.notYet(Path.of("target/scenarios/helm"));
        kubectl("create", "namespace", "shop").orThrow();
        kubectl("apply", "-f", "deploy/namespace.yaml").orThrow();
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static Result kubectl(String... args) throws Exception {
        return serin.cluster().kubectl(args);
    }

    @Test
    void theApiServerTakesEachOptionOnAndOff() throws Exception {
        kubectl("apply", "-f", MONITORING).orThrow();
        try {
            for (List<String> options : List.of(
                    List.<String>of(),
                    List.of("--values", EVERYTHING),
                    set("replicas=0,crds.keep=false,podDisruptionBudget.enabled=false"),
                    set("crds.enabled=false,rbac.aggregate=false,networkPolicy.enabled=false,xds.secure=false"),
                    set("rbac.create=false,serviceAccount.create=false,metrics.scrapeAnnotations=false"),
                    set("serviceAccount.create=false,serviceAccount.name=on,image.digest=sha256:" + "0".repeat(64)),
                    set("watchNamespaces={default,shop},resources=null,topologySpreadConstraints=null"),
                    set("metrics.service.enabled=true,metrics.podMonitor.enabled=true,jvmOptions=-Xmx256m"),
                    set("fullnameOverride=x,nameOverride=y,podLabels.a=b,commonLabels.c=d"))) {
                String rendered = Helm.template(options.toArray(String[]::new)).orThrow();
                Result applied = serin.applyWith(rendered, "--server-side", "--force-conflicts", "--dry-run=server");
                assertThat(applied.exit()).as("%s: %s", options, applied.err()).isZero();
                assertThat(applied.err()).as(options.toString()).doesNotContain("Warning");
            }
        } finally {
            kubectl("delete", "-f", MONITORING).orThrow();
        }
    }

    private static List<String> set(String values) {
        return List.of("--set", values);
    }

    @Test
    void aReleaseLivesThroughInstallUpgradeAndUninstall() throws Exception {
        serin.helm("install", "serin", Helm.CHART, "--set", "watchNamespaces={default,shop}")
                .orThrow();
        serin.awaitOperator();
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
        kubectl("create", "namespace", "elsewhere").orThrow();
        kubectl("apply", "-n", "elsewhere", "-f", "deploy/samples/canary-weight.yaml")
                .orThrow();
        kubectl("label", "crd", CRD, "app.kubernetes.io/version=0.0.1", "--overwrite")
                .orThrow();

        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(RATE))) {
            await().until(() -> client.count() > RATE);
            String before = serin.operatorPod();
            serin.helm("upgrade", "serin", Helm.CHART, "--set", "watchNamespaces={default,shop},log.level=DEBUG")
                    .orThrow();
            serin.awaitRollout();
            await("the operator is another")
                    .until(() -> serin.readyPods(Serin.NAMESPACE, "app.kubernetes.io/component=operator").stream()
                            .noneMatch(pod -> pod.getMetadata().getName().equals(before)));
            assertThat(crd().getMetadata().getLabels())
                    .as("the definition is upgraded with the chart")
                    .containsEntry("app.kubernetes.io/version", "0.1.0");
            serin.release("strategy: {steps: [{weight: 10, hold: 1s}, {weight: 60, hold: 1s}, {weight: 100}]}");
            serin.awaitCondition("reporter", "Promoted", true);
            await().until(() -> client.count() > REQUESTS);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            System.out.printf("a release, and helm upgrade: 0 of %d requests failed%n", client.count());
        }
        assertThat(kubectl("get", "canary", "-n", "elsewhere", "reporter", "-o", "jsonpath={.status}")
                        .out())
                .as("a release in a namespace that is not watched")
                .isEmpty();

        kubectl("delete", "canary", "reporter", "--timeout=150s").orThrow();
        kubectl("delete", "namespace", "elsewhere", "--wait=false").orThrow();
        serin.helm("uninstall", "serin").orThrow();
        assertThat(left())
                .containsExactly(
                        "CustomResourceDefinition " + CRD,
                        "EndpointSlice serin-xds",
                        "Lease serin-leader",
                        "Secret serin-xds-tls");

        // It takes the definition over that it left.
        serin.helm("install", "serin", Helm.CHART).orThrow();
        serin.awaitOperator();
        serin.helm("uninstall", "serin").orThrow();
    }

    private static CustomResourceDefinition crd() {
        return serin.cluster()
                .client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(CRD)
                .require();
    }

    /** What is left of Serin; the pods take a moment. */
    private static List<String> left() {
        var client = serin.cluster().client();
        await("the operator has gone")
                .until(() -> client.pods()
                        .inNamespace(Serin.NAMESPACE)
                        .list()
                        .getItems()
                        .isEmpty());
        String name = "app.kubernetes.io/name";
        var everywhere = client.rbac();
        return Stream.<List<? extends HasMetadata>>of(
                        List.of(crd()),
                        everywhere
                                .clusterRoles()
                                .withLabel(name, "serin")
                                .list()
                                .getItems(),
                        everywhere
                                .clusterRoleBindings()
                                .withLabel(name, "serin")
                                .list()
                                .getItems(),
                        everywhere
                                .roles()
                                .inAnyNamespace()
                                .withLabel(name, "serin")
                                .list()
                                .getItems(),
                        everywhere
                                .roleBindings()
                                .inAnyNamespace()
                                .withLabel(name, "serin")
                                .list()
                                .getItems(),
                        client.apps()
                                .deployments()
                                .inNamespace(Serin.NAMESPACE)
                                .list()
                                .getItems(),
                        client.services().inNamespace(Serin.NAMESPACE).list().getItems(),
                        client.discovery()
                                .v1()
                                .endpointSlices()
                                .inNamespace(Serin.NAMESPACE)
                                .list()
                                .getItems(),
                        client.policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace(Serin.NAMESPACE)
                                .list()
                                .getItems(),
                        client.network()
                                .v1()
                                .networkPolicies()
                                .inNamespace(Serin.NAMESPACE)
                                .list()
                                .getItems(),
                        client.secrets().inNamespace(Serin.NAMESPACE).list().getItems(),
                        client.leases().inNamespace(Serin.NAMESPACE).list().getItems())
                .flatMap(List::stream)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .sorted()
                .toList();
    }
}
