package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.xds.ProxyConfig.Protocol;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a proxy does that is short of memory, and what it takes no part of: after Envoy's guide for edge proxies. */
class EdgeIT {
    private static final String REFUSES = "overload.envoy.overload_actions.stop_accepting_requests.active";

    private final VersionServer stable;

    EdgeIT() throws Exception {
        stable = new VersionServer("v1");
    }

    @AfterEach
    void close() throws Exception {
        stable.close();
    }

    private void serve(ProxyUnderTest proxy) {
        proxy.serve(ProxyUnderTest.config(Protocol.GRPC, 0, List.of(stable.endpoint()), List.of(stable.endpoint())));
    }

    @Test
    void shortOfMemoryItRefusesRequestsAndStaysReady(@TempDir Path folder) throws Exception {
        try (var proxy = new ProxyUnderTest(folder, Network.EDGE.host(1), 1 << 20)) {
            serve(proxy);
            await().until(() -> proxy.envoy().stat(REFUSES) == 1);
            assertThat(ReporterClient.run(Load.on(proxy.envoy().traffic()).calls(20)))
                    .hasSize(20)
                    .allSatisfy(call -> {
                        assertThat(call.code()).isEqualTo(Status.Code.UNAVAILABLE);
                        assertThat(call.status().getDescription()).contains("overload");
                    });
            assertThat(proxy.envoy().ready()).isTrue();
        }
    }

    @Test
    void manyHeadersAreRefusedAndOddNamesAreNot(@TempDir Path folder) throws Exception {
        try (var proxy = new ProxyUnderTest(folder, Network.EDGE.host(2))) {
            serve(proxy);
            assertThat(proxy.envoy().stat(REFUSES)).isZero();
            Load load = Load.on(proxy.envoy().traffic()).calls(1);
            assertThat(ReporterClient.run(load.headers(headers(50, "under_score"))))
                    .noneMatch(Call::failed);
            assertThat(ReporterClient.run(load.headers(headers(200, "many")))).allMatch(Call::failed);
            assertThat(ReporterClient.run(load)).noneMatch(Call::failed);
        }
    }

    private static Map<String, String> headers(int count, String name) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> name + i, i -> "x"));
    }
}
