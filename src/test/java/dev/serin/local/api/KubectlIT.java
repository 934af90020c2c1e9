package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.tools.KubectlBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl against the embedded API server. */
class KubectlIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedApi api;

    @BeforeEach
    void start() throws Exception {
        api = EmbeddedApi.start(() -> "127.30.0.1");
        api.kubeconfig(folder.resolve("kubeconfig"));
        kubectl("apply", "--server-side", "-f", "deploy/crd.yaml");
        kubectl("apply", "-f", "deploy/samples/canary-weight.yaml");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Process run(Path out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                KubectlBinary.locate().toString(),
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--cache-dir=" + folder.resolve("cache")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    private String kubectl(String... arguments) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Process process = run(out, arguments);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        return Files.readString(out);
    }

    @Test
    void getShowsTheColumnsAndTheWatchFollows() throws Exception {
        assertThat(kubectl("get", "canary").lines().findFirst().orElseThrow())
                .matches("NAME +PHASE +STEP +WEIGHT +OBSERVED +STABLE +CANARY +AGE");
        Path out = folder.resolve("watch.txt");
        Process watch = run(out, "get", "canary", "-w", "--no-headers");
        try {
            await().until(() -> Files.readString(out).contains("reporter"));
            kubectl(
                    "patch",
                    "canary",
                    "reporter",
                    "--subresource=status",
                    "--type=merge",
                    "-p",
                    "{\"status\":{\"phase\":\"Ready\"}}");
            await().until(() -> Files.readString(out).contains("Ready"));
        } finally {
            watch.destroy();
        }
    }

    @Test
    void waitSeesAConditionComeTrue() throws Exception {
        Path out = folder.resolve("wait.txt");
        Process wait = run(out, "wait", "--for=condition=Ready", "canary/reporter", "--timeout=30s");
        String condition =
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Serving\","
                        + "\"message\":\"\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}";
        kubectl("patch", "canary", "reporter", "--subresource=status", "--type=merge", "-p", condition);
        assertThat(wait.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out)).contains("condition met");
    }

    @Test
    void explainReadsWell() throws Exception {
        assertThat(kubectl("explain", "canary.spec.strategy"))
                .contains("How the weight moves: exactly one of weight and steps.")
                .contains("steps");
        assertThat(kubectl("explain", "canary")).contains("splits the requests of one gRPC or HTTP service");
    }

    @Test
    void defaultsAreFilledInAndTheStatusIsApart() throws Exception {
        assertThat(kubectl(
                        "get",
                        "canary",
                        "reporter",
                        "-o",
                        "jsonpath={.spec.traffic.totalWeight} {.spec.proxy.replicas}"))
                .isEqualTo("100 2");
        kubectl("patch", "canary", "reporter", "--type=merge", "-p", "{\"status\":{\"phase\":\"Failed\"}}");
        assertThat(kubectl("get", "canary", "reporter", "-o", "jsonpath={.status.phase}"))
                .isEmpty();
    }

    @Test
    void whatIsSentAsProtobufIsRead() throws Exception {
        kubectl("create", "namespace", "shop");
        kubectl("create", "secret", "generic", "key", "-n", "shop", "--from-literal=a=b", "--type=shop/key");
        assertThat(kubectl("get", "secret", "key", "-n", "shop", "-o", "jsonpath={.data.a} {.type}"))
                .isEqualTo("Yg== shop/key");
        kubectl("create", "configmap", "text", "-n", "shop", "--from-literal=a=b");
        assertThat(kubectl("get", "configmap", "text", "-n", "shop", "-o", "jsonpath={.data.a}"))
                .isEqualTo("b");
        kubectl("delete", "namespace", "shop", "--timeout=30s");
    }

    @Test
    void annotateScaleAndDeleteWork() throws Exception {
        kubectl("annotate", "canary", "reporter", "note=1");
        assertThat(kubectl("get", "canary", "reporter", "-o", "jsonpath={.metadata.generation}"))
                .isEqualTo("1");
        kubectl("apply", "-f", "deploy/samples/reporter.yaml");
        kubectl("scale", "deployment", "reporter", "--replicas=3");
        assertThat(kubectl("get", "deployment", "reporter", "-o", "jsonpath={.spec.replicas} {.metadata.generation}"))
                .isEqualTo("3 2");
        kubectl("delete", "canary", "reporter");
        assertThat(kubectl("get", "canary")).contains("No resources found");
    }
}
