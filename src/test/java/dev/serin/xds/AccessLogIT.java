package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.xds.ProxyConfig.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log: silent unless asked for, then one JSON object a request, and no request lost by the change. */
class AccessLogIT {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void itIsOffByDefaultAndOneObjectARequestWhenOn(@TempDir Path folder) throws Exception {
        try (var stable = new VersionServer("v1");
                var canary = new VersionServer("v2");
                var proxy = new ProxyUnderTest(folder, Network.ACCESS_LOG.host(1))) {
            proxy.serve(config(false, stable, canary));
            Load load = Load.on(proxy.envoy().traffic()).headers(Map.of("traceparent", TRACE, "x-request-id", "first"));
            ReporterClient.run(load.calls(50));
            assertThat(lines(proxy)).isEmpty();

            try (var client = ReporterClient.start(load.connections(10).rate(500))) {
                await().until(() -> client.count() > 200);
                proxy.serve(config(true, stable, canary));
                await().atMost(Duration.ofSeconds(30)).until(() -> !lines(proxy).isEmpty());
                int from = client.count();
                await().until(() -> client.count() > from + 500);
                client.stop();
                assertThat(client.calls().stream().filter(Call::failed))
                        .as("failed of " + client.count() + " while the log was switched on")
                        .isEmpty();
            }
            ReporterClient.run(load.headers(Map.of("traceparent", TRACE, "x-request-id", "last"))
                    .calls(100));
            // Envoy writes it out every ten seconds, or when 64 KiB have come together.
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(lines(proxy).stream().filter(line -> line.contains("\"last\"")))
                            .hasSize(100));
            var json = new ObjectMapper();
            for (String line : lines(proxy)) {
                JsonNode entry = json.readTree(line);
                assertThat(entry.path("method").asText()).isEqualTo("POST");
                assertThat(entry.path("path").asText()).isEqualTo("/serin.samples.Reporter/Report");
                assertThat(entry.path("protocol").asText()).isEqualTo("HTTP/2");
                assertThat(entry.path("response_code").asInt()).isEqualTo(200);
                assertThat(entry.path("grpc_status").asText()).isEqualTo("OK");
                assertThat(entry.path("upstream_cluster").asText()).isIn("stable", "canary-first");
                assertThat(entry.path("upstream_host").asText()).startsWith("127.0.0.1:");
                assertThat(entry.path("duration").isNumber()).isTrue();
                assertThat(entry.path("request_id").asText()).isIn("first", "last");
                assertThat(entry.path("traceparent").asText()).isEqualTo(TRACE);
            }
        }
    }

    private static ProxyConfig config(boolean accessLog, VersionServer stable, VersionServer canary) {
        return new ProxyConfig(
                ProxyUnderTest.RELEASE,
                Protocol.GRPC,
                accessLog,
                new Split(50, 100),
                Routing.EXACT,
                Connections.LEFT_ALONE,
                List.of(stable.endpoint()),
                List.of(canary.endpoint()));
    }

    private static List<String> lines(ProxyUnderTest proxy) throws IOException {
        return proxy.log().stream().filter(line -> line.startsWith("{")).toList();
    }
}
