package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Chats;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections and streams of a real Envoy that are moved on. */
class ConnectionsIT {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Split EVEN = new Split(50, 100);

    private final Proxied proxied;

    @SuppressWarnings("NullAway")
    ConnectionsIT(@TempDir Path folder) throws Exception {
        proxied = new Proxied(folder, Network.CONNECTIONS, 1);
    }

    @AfterEach
    void close() {
        proxied.close();
    }

    private ProxyConfig config(Connections connections) {
        return config(EVEN, connections);
    }

    private ProxyConfig config(Split split, Connections connections) {
        ProxyConfig plain = proxied.config(split, Routing.RANDOM);
        return new ProxyConfig(
                plain.release(),
                plain.protocol(),
                plain.logs(),
                plain.split(),
                plain.routing(),
                connections,
                plain.stable(),
                plain.canary(),
                plain.stableService());
    }

    private static Connections sent(int groups) {
        return new Connections(Optional.empty(), Optional.empty(), Map.of("proxy-0", groups));
    }

    private static Connections ending(long generation) {
        return new Connections(Optional.empty(), Optional.of(new Connections.StreamEnd(generation, GRACE)), Map.of());
    }

    private long stat(String name) throws Exception {
        return proxied.envoys.getFirst().stat(name);
    }

    @Test
    void aProxySendsAwayThoseConnectionsThatItShall() throws Exception {
        proxied.publish(config(sent(0)));
        try (var client = ReporterClient.start(
                Load.on(proxied.envoys.getFirst().traffic()).connections(50).rate(1000))) {
            // A client that has just begun may use some of them more than others.
            await().until(() -> locals(client).size() == 50);
            List<String> before = locals(client);
            proxied.publish(config(sent(3)));
            List<String> going =
                    before.stream().filter(local -> tens(local) < 3).toList();
            await().until(() -> stat("http.traffic.downstream_cx_drain_close") == going.size());
            awaitCalls(client, 500);
            assertThat(locals(client))
                    .containsAll(
                            before.stream().filter(local -> tens(local) >= 3).toList())
                    .doesNotContainAnyElementsOf(going);
            assertThat(stat("listener_manager.listener_in_place_updated")).isEqualTo(1);
            proxied.publish(config(sent(10)));
            await().until(() -> stat("http.traffic.downstream_cx_drain_close") >= 50);
            assertThat(stat("listener_manager.listener_in_place_updated")).isEqualTo(2);
            awaitCalls(client, 500);
            assertThat(locals(client)).doesNotContainAnyElementsOf(before);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
        }
    }

    @Test
    void agedConnectionsAreRedialled() throws Exception {
        proxied.publish(config(new Connections(Optional.of(Duration.ofSeconds(2)), Optional.empty(), Map.of())));
        try (var client = ReporterClient.start(
                Load.on(proxied.envoys.getFirst().traffic()).connections(10).rate(500))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> stat("http.traffic.downstream_cx_max_duration_reached") >= 20);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            assertThat(client.calls().stream().map(Call::local).distinct()).hasSizeGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void streamsOfTheOldWeightsEndWhenTheirGraceIsOverAndNothingElseDoes() throws Exception {
        proxied.publish(config(new Split(0, 100), ending(1)));
        try (var client = ReporterClient.start(Load.on(proxied.envoys.getFirst().traffic())
                        .connections(4)
                        .rate(500));
                var chats = new Chats(proxied.envoys.getFirst().traffic())) {
            List<Chats.Chat> old = chats.open(20);
            chats.awaitVersions(old, "v1");
            await().until(() -> client.count() > 200);
            long changed = System.nanoTime();
            proxied.publish(config(new Split(100, 100), ending(2)));
            await().until(() -> stat("extension_config_discovery.http_filter.streams.config_reload") >= 2);
            List<Chats.Chat> fresh = chats.open(20);
            chats.awaitVersions(fresh, "v2");
            await().atMost(Duration.ofSeconds(20)).until(() -> old.stream().allMatch(chat -> chat.ended() != null));
            assertThat(old).allSatisfy(chat -> {
                assertThat(chat.endedAt() - changed).isGreaterThanOrEqualTo(GRACE.toNanos());
                assertThat(chat.answers()).as("answered until the end").isGreaterThan(10);
            });
            System.out.println("streams ended as " + old.getFirst().ended());
            int answered = fresh.getFirst().answers();
            await().until(() -> fresh.getFirst().answers() > answered + 5);
            assertThat(fresh).allMatch(chat -> chat.ended() == null);
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            assertThat(client.calls().stream().map(Call::local).distinct())
                    .as("unary calls stay on their connections")
                    .hasSize(4);
            assertThat(stat("listener_manager.listener_in_place_updated")).isZero();
        }
    }

    @Test
    void anOperatorThatStartsAnewMovesNothing() throws Exception {
        ProxyConfig config = config(new Connections(
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(new Connections.StreamEnd(7, GRACE)),
                Map.of("proxy-0", 13)));
        proxied.publish(config);
        long updates = stat("listener_manager.lds.update_success");
        long reloads = stat("extension_config_discovery.http_filter.streams.config_reload");
        int port = proxied.xds.port();
        proxied.xds.close();
        await().until(() -> stat("control_plane.connected_state") == 0);
        try (var next = new XdsServer()) {
            next.publish(config);
            next.start("127.0.0.1", port, Door.open());
            await().until(() -> next.proxies(Proxied.RELEASE).stream()
                    .anyMatch(proxy -> proxy.applied().equals(Optional.of(EVEN))));
            assertThat(stat("listener_manager.lds.update_success")).isEqualTo(updates);
            assertThat(stat("extension_config_discovery.http_filter.streams.config_reload"))
                    .isEqualTo(reloads);
        }
    }

    private static void awaitCalls(ReporterClient client, int more) {
        int count = client.count();
        await().until(() -> client.count() > count + more);
    }

    /** The clients' ends of the connections that carried the last calls. */
    private static List<String> locals(ReporterClient client) {
        return client.since(Math.max(0, client.count() - 200)).stream()
                .map(Call::local)
                .distinct()
                .toList();
    }

    private static int tens(String local) {
        return Integer.parseInt(local.substring(local.lastIndexOf(':') + 1)) / 10 % 10;
    }
}
