package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.samples.Call;
import dev.serin.samples.HttpReporterServer;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What proxies carry, and how they leave. */
class ProxiesIT {
    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/proxies"));
        serin.cluster().images().register("http-reporter", Image.java(HttpReporterServer.class));
        serin.sample("reporter.yaml");
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @Test
    void aProxyThatIsStoppedDrainsFirst() throws Exception {
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
        await().until(() -> serin.proxyPods("reporter").size() == 2);
        List<String> before = serin.proxyPods("reporter");
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(10).rate(500))) {
            await().until(() -> client.count() > 500);
            for (String proxy : before) {
                serin.cluster()
                        .kubectl("delete", "pod", proxy, "--timeout=150s")
                        .orThrow();
                await().until(() -> serin.proxyPods("reporter").size() == 2);
            }
            int after = client.count();
            await().until(() -> client.count() > after + 500);
            client.stop();
            List<Call> calls = client.calls();
            assertThat(calls.stream().filter(Call::failed))
                    .as("failed of " + calls.size())
                    .isEmpty();
            System.out.println("both proxies replaced under load: 0 of " + calls.size() + " requests failed");
        }
        assertThat(serin.proxyPods("reporter")).doesNotContainAnyElementsOf(before);
        serin.cluster()
                .kubectl("delete", "canary", "reporter", "--timeout=150s")
                .orThrow();
    }

    @Test
    void httpIsSplitToo() throws Exception {
        String yaml = Files.readString(Path.of("deploy/samples/reporter.yaml"))
                .replace("reporter", "web")
                .replaceAll("image: .*", "image: http-web")
                .replaceAll(
                        "readinessProbe:\\s+grpc:\\s+port: 9090",
                        "readinessProbe:\n            tcpSocket:\n              port: 9090");
        serin.cluster().images().register("http-web", Image.java(HttpReporterServer.class));
        serin.apply(yaml).orThrow();
        serin.apply("""
                        apiVersion: serin.dev/v1alpha1
                        kind: CanaryRelease
                        metadata: {name: web}
                        spec:
                          targetRef: {name: web}
                          canaryRef: {name: web-v2}
                          service: {name: web, port: 9090, protocol: HTTP, exposure: Separate}
                          strategy: {weight: 30}
                        """).orThrow();
        serin.awaitCondition("web", "Ready", true);
        InetSocketAddress proxy = serin.proxy("web");
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + proxy.getHostString() + ":" + proxy.getPort() + "/"))
                .build();
        int canary = 0;
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < 1000; i++) {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("x-envoy-upstream-service-time"))
                        .isEmpty();
                canary += answer.body().contains("v2") ? 1 : 0;
            }
        }
        assertThat(canary).isBetween(300 - 58, 300 + 58); // 4 sigma
        serin.cluster().kubectl("delete", "canary", "web", "--timeout=150s").orThrow();
    }
}
