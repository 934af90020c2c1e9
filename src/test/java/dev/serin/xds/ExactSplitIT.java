package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.xds.Routing.HeaderMatch;
import dev.serin.xds.Routing.Match;
import dev.serin.xds.Routing.PathMatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exact split at real Envoys: by windows, by prefixes, through updates, and over many workers. */
class ExactSplitIT {
    private static final int WORKERS = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** The routing with a match that no request has, so that the route changes and the shares don't. */
    private static Routing exact(int variant) {
        var match = new Match(
                new PathMatch.Any(),
                List.of(new HeaderMatch("x-variant", HeaderMatch.Type.Exact, String.valueOf(variant))));
        return new Routing(new Routing.Mode.Exact(), List.of(match), 0, false);
    }

    /** Whether each call went to canary, in the order in which one connection sent them. */
    private static List<Boolean> canary(List<Call> calls) {
        assertThat(calls.stream().filter(Call::failed)).isEmpty();
        return calls.stream()
                .sorted(Comparator.comparingLong(Call::startNanos))
                .map(call -> call.version().equals("v2"))
                .toList();
    }

    @Test
    void everyWindowOfTenHasOneThroughTwoHundredUpdates() throws Exception {
        everyWindow(new Split(10, 100), 10, 100_000);
    }

    @Test
    void everyWindowOfAHundredHasOneAtOnePercent() throws Exception {
        everyWindow(new Split(1, 100), 100, 20_000);
    }

    /** The same shares at other endpoints of both versions. */
    private static ProxyConfig elsewhere(ProxyConfig config, Proxied proxied) {
        return new ProxyConfig(
                config.release(),
                config.protocol(),
                config.split(),
                config.routing(),
                List.of(proxied.stable.endpoint(1)),
                List.of(proxied.canary.endpoint(1)));
    }

    private void everyWindow(Split split, int window, int requests) throws Exception {
        try (var proxied = new Proxied(folder, Network.EXACT, 1)) {
            proxied.publish(split, exact(0));
            List<Boolean> canary;
            try (var client = ReporterClient.start(
                    Load.on(proxied.envoys.getFirst().traffic()).concurrent(8).calls(requests))) {
                // The first calls are this thread's, and may overtake those of the connection's own or be overtaken.
                long begun = System.nanoTime();
                for (int update = 1; update <= 200; update++) {
                    int due = update * requests / 201;
                    await().atMost(Duration.ofMinutes(2))
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> client.count() >= due);
                    ProxyConfig same = proxied.config(split, exact(update));
                    proxied.xds.publish(update % 2 == 0 ? same : elsewhere(same, proxied));
                }
                client.await();
                canary = canary(client.calls().stream()
                        .filter(call -> call.startNanos() > begun)
                        .toList());
            }
            canary = canary.subList(100, canary.size());
            assertThat(canary).hasSizeGreaterThan(requests / 2);
            int worst = 0;
            int found = 0;
            for (int end = 0; end < canary.size(); end++) {
                found += canary.get(end) ? 1 : 0;
                found -= end >= window && canary.get(end - window) ? 1 : 0;
                worst = end + 1 < window ? worst : Math.max(worst, Math.abs(found - 1));
            }
            System.out.printf("%d requests at %s through 200 updates%n", canary.size(), split);
            assertThat(worst).as("the worst window of " + window).isZero();
        }
    }

    @Test
    void noPrefixIsOffByARequestAtAnyWeightAndThroughChangesOfIt() throws Exception {
        var random = new Random(11);
        try (var proxied = new Proxied(folder, Network.EXACT, 1)) {
            proxied.publish(new Split(1, 10_000), Routing.EXACT);
            double due = 0;
            int found = 0;
            double worst = 0;
            try (var channel = new Caller(proxied.envoys.getFirst().traffic())) {
                for (int change = 0; change < 40; change++) {
                    int weight = change == 0 ? 7 : 1 + random.nextInt(9_999);
                    proxied.publish(new Split(weight, 10_000), Routing.EXACT);
                    for (int request = 0; request < 250; request++) {
                        due += weight / 10_000.0;
                        found += channel.call().version().equals("v2") ? 1 : 0;
                        worst = Math.max(worst, Math.abs(found - due));
                    }
                }
            }
            System.out.printf("worst prefix through 40 changes of the weight: %.3f requests%n", worst);
            assertThat(worst).isLessThan(1 + 1e-6);
        }
    }

    @Test
    void overManyWorkersTheDeviationIsBoundedByTheirNumber() throws Exception {
        int proxies = 4;
        try (var proxied = new Proxied(folder, Network.EXACT, proxies)) {
            Split split = new Split(10, 100);
            proxied.publish(split, Routing.EXACT);
            List<ReporterClient> clients = new ArrayList<>();
            for (EnvoyProcess envoy : proxied.envoys) {
                clients.add(ReporterClient.start(
                        Load.on(envoy.traffic()).connections(8).calls(4_000)));
            }
            int all = 0;
            long canary = 0;
            for (ReporterClient client : clients) {
                client.await();
                List<Boolean> answers = canary(client.calls());
                all += answers.size();
                canary += answers.stream().filter(Boolean::booleanValue).count();
                client.close();
            }
            assertThat(Math.abs(canary - 0.1 * all)).as("%d of %d", canary, all).isLessThan(proxies * WORKERS);
        }
    }
}
