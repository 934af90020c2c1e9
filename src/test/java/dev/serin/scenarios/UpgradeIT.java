package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.chart.Helm;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the version before to this one and back, in the middle of a release and under load. */
class UpgradeIT {
    private static final String BEFORE = "before";
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static Serin serin;
    private static VersionBefore before;

    @BeforeAll
    static void start() throws Exception {
        before = VersionBefore.make();
        serin = Serin.notYet(Path.of("target/scenarios/upgrade"));
        serin.cluster().images().register("ghcr.io/serin-dev/serin:" + BEFORE, before.image());
        serin.cluster().kubectl("apply", "-f", "deploy/namespace.yaml").orThrow();
    }

    @AfterAll
    static void close() {
        if (serin != null) {
            serin.close();
        }
    }

    /** Until nothing but an operator of that version is left. */
    private static void awaitVersion(String tag) throws Exception {
        serin.awaitRollout();
        await("the operator is of the version " + tag).until(() -> {
            var pods = serin.cluster().pods(Serin.NAMESPACE, "app.kubernetes.io/component=operator");
            return pods.size() == 1
                    && pods.getFirst()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getImage()
                            .endsWith(":" + tag);
        });
    }

    private static void goesOn(ReporterClient client, int weight) {
        serin.weight("reporter", weight);
        serin.awaitWeight("reporter", weight);
        serin.awaitCondition("reporter", "Ready", true);
        Serin.awaitMore(client, 500, PATIENCE);
    }

    @Test
    void thereAndBackUnderLoad() throws Exception {
        serin.helm("install", "serin", before.chart(), "--set", "image.tag=" + BEFORE)
                .orThrow();
        serin.awaitOperator();
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(300))) {
            goesOn(client, 30);
            serin.helm("upgrade", "serin", Helm.CHART, "--set", "image.tag=0.1.0")
                    .orThrow();
            awaitVersion("0.1.0");
            goesOn(client, 60);
            serin.helm("rollback", "serin").orThrow();
            awaitVersion(BEFORE);
            goesOn(client, 20);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            System.out.printf("upgrade and downgrade: 0 of %d requests failed%n", client.count());
        }
    }
}
