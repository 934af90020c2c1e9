package dev.serin.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.local.net.Subnet;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.local.tools.EnvoyBinary;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Two Envoys from one bootstrap, both with their admin on "127.0.0.1:19000": each pod has a loopback of its own. */
class EnvoyPodsIT {
    @Test
    void runSideBySideFromOneBootstrap() throws Exception {
        Subnet subnet = Subnet.claim();
        try (LocalCluster cluster = TestClusters.start(subnet)) {
            cluster.images()
                    .register("envoyproxy/envoy", Image.of(EnvoyBinary.locate().toString()));
            try (InputStream yaml = Objects.requireNonNull(getClass().getResourceAsStream("/local/envoy.yaml"))) {
                cluster.client().load(yaml).inNamespace("default").create();
            }
            Waits.rolledOut(cluster.client(), "envoy");

            List<Pod> pods = cluster.pods("default", "app=envoy");
            assertThat(pods).hasSize(2);
            for (Pod pod : pods) {
                assertThat(get("http://" + pod.getStatus().getPodIP() + ":19000/server_info"))
                        .contains(pod.getMetadata().getName());
            }
        }
    }

    private static String get(String uri) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
