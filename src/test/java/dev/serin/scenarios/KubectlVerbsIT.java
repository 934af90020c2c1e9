package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.local.Cluster.Result;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A release as kubectl shows and changes it. */
class KubectlVerbsIT {
    private static final String WEIGHT = "jsonpath={.spec.strategy.weight}";

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/kubectl"));
        serin.sample("reporter.yaml");
    }

    @BeforeEach
    void release() throws Exception {
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static Result kubectl(String... args) throws Exception {
        return serin.cluster().kubectl(args);
    }

    private static String weight() throws Exception {
        return kubectl("get", "canary", "reporter", "-o", WEIGHT).orThrow().out();
    }

    private static String withWeight(int weight) {
        return """
                apiVersion: serin.dev/v1alpha1
                kind: CanaryRelease
                metadata: {name: reporter}
                spec:
                  targetRef: {name: reporter}
                  canaryRef: {name: reporter-v2}
                  service: {name: reporter, port: 9090, protocol: GRPC, exposure: Separate}
                  strategy: {weight: %d}
                """.formatted(weight);
    }

    @Test
    void getShowsTheColumns() throws Exception {
        assertThat(kubectl("get", "canary").orThrow().out().lines())
                .hasSize(2)
                .first()
                .asString()
                .matches("NAME +PHASE +STEP +WEIGHT +OBSERVED +STABLE +CANARY +AGE");
        assertThat(kubectl("get", "canary", "--no-headers").orThrow().out()).matches("(?s)reporter +Ready +10 .*");
    }

    @Test
    void aWatchShowsTheWeightAsItChanges() throws Exception {
        var watch = new FutureTask<>(
                () -> kubectl("get", "canary", "reporter", "-w", "--no-headers", "--request-timeout=6s"));
        Thread.ofPlatform().start(watch);
        for (int weight = 30; !watch.isDone(); weight = 61 - weight) {
            serin.weight("reporter", weight);
            serin.awaitWeight("reporter", weight);
        }
        assertThat(watch.get().out()).containsPattern("(?m)^reporter +Ready +30 ");
    }

    @Test
    void describeTellsConditionsAndEvents() throws Exception {
        await().untilAsserted(() -> assertThat(
                        kubectl("describe", "canary", "reporter").orThrow().out())
                .containsPattern("Type: +Ready")
                .containsPattern(
                        "Normal +WeightConfirmed .* serin +Canary gets 10 of 100 requests at every ready proxy"));
    }

    @Test
    void waitEndsWhenTheConditionHolds() throws Exception {
        assertThat(kubectl("wait", "--for=condition=Ready", "canary/reporter", "--timeout=30s")
                        .orThrow()
                        .out())
                .contains("condition met");
        assertThat(kubectl("wait", "--for=condition=Stalled", "canary/reporter", "--timeout=1s")
                        .err())
                .contains("timed out waiting");
    }

    @Test
    void explainReadsWell() throws Exception {
        assertThat(kubectl("explain", "canary.spec.strategy").orThrow().out())
                .contains("How the weight moves: exactly one of weight and steps.");
    }

    @Test
    void diffAndDryRunsShowAndChangeNothing() throws Exception {
        String generation = generation();
        assertThat(serin.applyWith(withWeight(55), "--dry-run=server").orThrow().out())
                .contains("canaryrelease.serin.dev/reporter configured (server dry run)");
        assertThat(serin.applyWith(withWeight(155), "--dry-run=server").err()).contains("spec");
        Result diff = serin.kubectlWith(withWeight(55), "diff");
        assertThat(diff.exit()).isEqualTo(1);
        assertThat(diff.out()).containsPattern("(?m)^\\+ +weight: 55$").containsPattern("(?m)^- +weight: 10$");
        assertThat(serin.kubectlWith(withWeight(10), "diff").exit()).isZero();
        assertThat(generation()).isEqualTo(generation);
    }

    private static String generation() throws Exception {
        return kubectl("get", "canary", "reporter", "-o", "jsonpath={.metadata.generation}")
                .orThrow()
                .out();
    }

    @Test
    void editChangesAndRefusesAsApplyDoes() throws Exception {
        var editor = Map.of("KUBE_EDITOR", "sed -i 's/weight: 10$/weight: 45/'");
        serin.cluster().kubectl(editor, "edit", "canary", "reporter").orThrow();
        assertThat(weight()).isEqualTo("45");
    }

    @Test
    void theStatusIsApartAndOldVersionsAreRefused() throws Exception {
        kubectl("patch", "canary", "reporter", "--type=merge", "-p", "{\"status\":{\"phase\":\"Failed\"}}")
                .orThrow();
        assertThat(serin.status("reporter").phase()).hasToString("Ready");
        var releases = serin.cluster().client().resources(CanaryRelease.class).inNamespace("default");
        CanaryRelease old = releases.withName("reporter").require();
        serin.weight("reporter", 11);
        old.getMetadata().setLabels(Map.of("a", "b"));
        assertThatThrownBy(() -> releases.resource(old).update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409))
                .hasMessageContaining("the object has been modified");
    }

    @Test
    void whatIsNotInTheSchemaIsPrunedAndWhatIsLeftOutHasItsDefault() throws Exception {
        kubectl("patch", "canary", "reporter", "--type=merge", "-p", "{\"spec\":{\"nonsense\":1}}")
                .orThrow();
        String spec = kubectl("get", "canary", "reporter", "-o", "jsonpath={.spec}")
                .orThrow()
                .out();
        assertThat(spec).doesNotContain("nonsense").contains("\"totalWeight\":100", "\"progressDeadline\":\"10m\"");
    }

    @Test
    void deletionInTheForegroundWaitsForWhatItMade() throws Exception {
        kubectl("delete", "canary", "reporter", "--cascade=foreground", "--timeout=150s")
                .orThrow();
        assertThat(kubectl("get", "service,configmap,deployment", "-l", "serin.dev/release=reporter")
                        .err())
                .contains("No resources found");
    }
}
