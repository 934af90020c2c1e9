package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A canary without ready pods gets no request, says why, and its hold stands still. */
class CanaryNotReadyIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/canary-not-ready"));
        serin.sample("reporter.yaml");
        serin.sample("canary-steps.yaml");
        serin.awaitStatus("the hold counts", "reporter", CanaryNotReadyIT::counts);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @Test
    void scaledToNothing() throws Exception {
        serin.cluster()
                .kubectl("scale", "deployment", "reporter-v2", "--replicas=0")
                .orThrow();
        assertNotReady("it is scaled to 0");
        serin.cluster()
                .kubectl("scale", "deployment", "reporter-v2", "--replicas=1")
                .orThrow();
        assertReadyAgain();
    }

    @Test
    void imageMissing() throws Exception {
        patch("[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"no.such/image:1\"},"
                + "{\"op\":\"add\",\"path\":\"/spec/strategy\",\"value\":{\"type\":\"Recreate\"}}]");
        assertNotReady("ImagePull");
        patch("[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\","
                + "\"value\":\"ghcr.io/serin-dev/samples/reporter:2.0.0\"}]");
        assertReadyAgain();
    }

    @Test
    void crashing() throws Exception {
        patch("[{\"op\":\"add\",\"path\":\"/spec/template/spec/containers/0/command\",\"value\":[\"false\"]},"
                + "{\"op\":\"add\",\"path\":\"/spec/strategy\",\"value\":{\"type\":\"Recreate\"}}]");
        assertNotReady("CrashLoopBackOff");
        patch("[{\"op\":\"remove\",\"path\":\"/spec/template/spec/containers/0/command\"}]");
        assertReadyAgain();
    }

    private static void patch(String operations) throws Exception {
        serin.cluster()
                .kubectl("patch", "deployment", "reporter-v2", "--type=json", "-p", operations)
                .orThrow();
    }

    private static void assertNotReady(String why) throws Exception {
        CanaryReleaseStatus status = serin.awaitStatus(
                "it is said why",
                "reporter",
                seen -> seen.condition("Ready")
                        .map(Condition::message)
                        .orElse("")
                        .contains(why));
        assertThat(status.condition("Ready").orElseThrow().reason()).isEqualTo("CanaryNotReady");
        assertThat(Objects.requireNonNull(status.weights()).canary()).isZero();
        assertThat(Objects.requireNonNull(status.walk()).heldSince())
                .as("the hold")
                .isNull();
        serin.awaitCondition("reporter", "TrafficProgrammed", true);
        List<Call> calls = ReporterClient.run(
                Load.on(serin.proxy("reporter")).concurrent(4).calls(1000));
        assertThat(calls).allMatch(call -> call.version().equals("v1"));
        await().untilAsserted(() -> assertThat(serin.events("reporter")).contains("CanaryNotReady"));
    }

    private static void assertReadyAgain() {
        serin.awaitStatus("the hold counts again", "reporter", CanaryNotReadyIT::counts);
        await().untilAsserted(() -> assertThat(serin.events("reporter")).contains("CanaryReady"));
    }

    private static boolean counts(CanaryReleaseStatus status) {
        return status.walk() != null
                && status.walk().heldSince() != null
                && Objects.requireNonNull(status.weights()).canary() == 1;
    }
}
