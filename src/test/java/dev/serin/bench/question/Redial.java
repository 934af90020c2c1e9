package dev.serin.bench.question;

import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.bench.Question;
import dev.serin.bench.Result;
import dev.serin.bench.Setting;
import dev.serin.bench.envoy.Drainable;
import dev.serin.bench.envoy.EnvoyRun;
import dev.serin.bench.envoy.Lab;
import dev.serin.bench.load.Redials;
import dev.serin.bench.measure.Spread;
import dev.serin.bench.world.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** How long it takes until clients have re-dialled, by Serin's ways and by a raw Envoy's. */
public final class Redial implements Question {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_SECONDS = 15;
    private static final double EVEN = 1.25;
    /** An Envoy's drain time that is longer than anything that is measured. */
    private static final int LONG = 600;

    private static final String AGE = "max_connection_duration: 5s";

    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();

    /** One way, once: when clients had re-dialled, in seconds and in order, and how they were spread afterwards. */
    private record Turn(List<Double> times, double maxToMean, long calls, long failed) {}

    @Override
    public String name() {
        return "re-dial";
    }

    @Override
    public Result answer(Setting setting) throws Exception {
        var folder = setting.folder().resolve(name());
        for (int round = 0; round < setting.pick(1, 3); round++) {
            try (var lab = new Lab(folder, 0);
                    var world = new World(lab, folder)) {
                serin(setting, lab, world);
            }
            try (var lab = new Lab(folder, 0)) {
                raw(setting, lab);
            }
        }
        var result = new Result.Builder(name(), "How long until clients have re-dialled?");
        turns.forEach((way, all) -> tell(result, way, all));
        claims(result);
        return result.measuredBy("""
                %d clients with a connection each, %d unary calls a second of all together; a client has re-dialled when an \
                answer comes on another connection. Of those that re-dialled at all, how long it took until so many had. \
                Serin's times count from sending the patch, or from the moment at which the added proxies serve; \
                they contain the two seconds that every node is given to learn of a new proxy. Ages count from the dial. \
                A raw Envoy's count from the change of its listener's file or from sending the request to its admin \
                interface.""".formatted(Redials.CLIENTS, Redials.RATE));
    }

    private void serin(Setting setting, Lab lab, World world) throws Exception {
        byHand(setting, world);
        scaled(setting, world);
        aged(setting, world);
        stopped(setting, lab, world);
    }

    private void byHand(Setting setting, World world) throws Exception {
        List<InetSocketAddress> proxies = traffic(world.release("by-hand", 2, 2));
        try (var clients = connected(proxies)) {
            long sent = System.nanoTime();
            world.merge("by-hand", "{\"metadata\":{\"annotations\":{\"serin.dev/action\":\"rebalance\"}}}");
            awaitRebalanced(world, "by-hand", null);
            note(setting, "Serin: by hand, 2 proxies", clients, clients.times(sent), 2);
        }
    }

    private void scaled(Setting setting, World world) throws Exception {
        List<EnvoyRun> proxies = world.release("scaled", 2, 2);
        try (var clients = connected(traffic(proxies))) {
            String before = world.rebalance("scaled").startedAt();
            List<EnvoyRun> more = world.moreProxies("scaled", 2, 2);
            long ready = System.nanoTime();
            clients.leadTo(
                    traffic(Stream.concat(proxies.stream(), more.stream()).toList()));
            awaitRebalanced(world, "scaled", before);
            note(setting, "Serin: 2 to 4 proxies", clients, clients.times(ready), 4);
        }
    }

    private void aged(Setting setting, World world) throws Exception {
        List<InetSocketAddress> proxies = traffic(world.release("aged", 1, 1));
        world.merge("aged", "{\"spec\":{\"rebalance\":{\"maxConnectionAge\":\"5s\"}}}");
        Quiet.awaitRest(world);
        try (var clients = connected(proxies)) {
            awaitAll(clients);
            note(setting, "Serin: maxConnectionAge 5s", clients, clients.ages(), 1);
        }
    }

    /** What a proxy's preStop hook does. */
    private void stopped(Setting setting, Lab lab, World world) throws Exception {
        EnvoyRun stopping = world.release("stopped", 1, 1).getFirst();
        EnvoyRun other = new Drainable(lab, "", LONG, "immediate").envoy();
        try (var clients = connected(List.of(stopping.traffic()))) {
            long start = System.nanoTime();
            stopping.admin("/healthcheck/fail");
            stopping.admin("/drain_listeners?graceful&skip_exit");
            clients.leadTo(List.of(other.traffic()));
            awaitAll(clients);
            note(setting, "Serin: a proxy stops", clients, clients.times(start), 1);
        }
    }

    /** One way of a raw Envoy's. */
    private interface Act {
        void on(Drainable envoy) throws Exception;
    }

    private void raw(Setting setting, Lab lab) throws Exception {
        raw(setting, "raw: chain renamed, immediate", new Drainable(lab, "", LONG, "immediate"), Drainable::rename);
        raw(setting, "raw: max_connection_duration 5s", new Drainable(lab, AGE, LONG, "immediate"), null);
        if (setting.quick()) {
            return;
        }
        raw(setting, "raw: chain renamed, gradual in 10s", new Drainable(lab, "", 10, "gradual"), Drainable::rename);
        raw(
                setting,
                "raw: max_connection_duration 5s, jitter 100 %",
                new Drainable(lab, AGE + ", max_connection_duration_jitter: {value: 100}", LONG, "immediate"),
                null);
        raw(
                setting,
                "raw: /drain_listeners?graceful&skip_exit",
                new Drainable(lab, "", LONG, "immediate"),
                envoy -> envoy.envoy().admin("/drain_listeners?graceful&skip_exit"));
        raw(
                setting,
                "raw: /healthcheck/fail",
                new Drainable(lab, "", LONG, "immediate"),
                envoy -> envoy.envoy().admin("/healthcheck/fail"));
    }

    /** By an act, or by nothing but their age. */
    private void raw(Setting setting, String way, Drainable envoy, @Nullable Act act) throws Exception {
        try (var clients = connected(List.of(envoy.envoy().traffic()))) {
            long start = System.nanoTime();
            if (act != null) {
                act.on(envoy);
            }
            awaitAll(clients);
            note(setting, way, clients, act == null ? clients.ages() : clients.times(start), 1);
        }
    }

    private static List<InetSocketAddress> traffic(List<EnvoyRun> envoys) {
        return envoys.stream().map(EnvoyRun::traffic).toList();
    }

    private static Redials connected(List<InetSocketAddress> proxies) {
        var clients = new Redials(proxies);
        await("all are connected", clients::areConnected);
        return clients;
    }

    private static void awaitAll(Redials clients) {
        await("all have re-dialled", () -> clients.redialled() == Redials.CLIENTS);
    }

    private static void await(String what, Callable<Boolean> done) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(done);
    }

    /** Waits for the end of a rebalancing that is another than the one that began at a time. */
    private static void awaitRebalanced(World world, String release, @Nullable String before) {
        await("connections are spread", () -> {
            RebalanceStatus now = world.rebalance(release);
            return !now.isRunning() && now.startedAt() != null && !Objects.equals(now.startedAt(), before);
        });
    }

    private void note(Setting setting, String way, Redials clients, List<Double> times, int proxies) {
        var turn = new Turn(times, clients.maxToMean(proxies), clients.calls(), clients.failed());
        turns.computeIfAbsent(way, key -> new ArrayList<>()).add(turn);
        setting.say(
                "%s: %d of %d re-dialled, 10/50/90/100 %% of them after %.2f / %.2f / %.2f / %.2f s; max/mean %.2f; %d of %d calls failed",
                way,
                times.size(),
                Redials.CLIENTS,
                Spread.percentile(times, 0.1),
                Spread.percentile(times, 0.5),
                Spread.percentile(times, 0.9),
                Spread.percentile(times, 1),
                turn.maxToMean(),
                turn.failed(),
                turn.calls());
    }

    private static void tell(Result.Builder result, String way, List<Turn> all) {
        result.figure(way, "re-dialled", "", spread(all, turn -> turn.times().size()));
        for (int percent : List.of(10, 50, 90, 100)) {
            result.figure(
                    way,
                    percent + " % of them",
                    "s",
                    spread(all, turn -> Spread.percentile(turn.times(), percent / 100.0)));
        }
        result.figure(way, "max ÷ mean afterwards", "", spread(all, Turn::maxToMean));
        result.figure(way, "failed calls", "", spread(all, Turn::failed));
    }

    private void claims(Result.Builder result) {
        turns.forEach((way, all) -> {
            long failed = all.stream().mapToLong(Turn::failed).sum();
            long calls = all.stream().mapToLong(Turn::calls).sum();
            if (way.startsWith("Serin")) {
                result.claim(failed == 0, "%s: %d of %d calls failed", way, failed, calls);
            }
        });
        for (Turn turn : turns.getOrDefault("Serin: 2 to 4 proxies", List.of())) {
            double last = turn.times().getLast();
            result.claim(
                    turn.maxToMean() <= EVEN && last <= MOST_SECONDS,
                    "2 to 4 proxies: max/mean %.2f after %.1f s, limit %.2f after %d s",
                    turn.maxToMean(),
                    last,
                    EVEN,
                    MOST_SECONDS);
        }
    }

    private static Spread spread(List<Turn> all, ToDoubleFunction<Turn> of) {
        return Spread.of(all.stream().map(of::applyAsDouble).toList());
    }
}
