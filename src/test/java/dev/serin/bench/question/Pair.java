package dev.serin.bench.question;

import dev.serin.bench.Result;
import dev.serin.bench.Setting;
import dev.serin.bench.envoy.EnvoyRun;
import dev.serin.bench.load.ClosedLoop;
import dev.serin.bench.load.OpenLoop;
import dev.serin.bench.measure.Spread;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Measures one proxy and the one that it is compared with in turns, first the one and then the other, so that both meet the same machine. */
final class Pair {
    static final String THROUGHPUT = "throughput ÷";
    static final String P99 = "p99 ÷";

    private static final int RATE = 1000;

    private final Setting setting;
    private final String baseName;
    private final EnvoyRun base;
    private final ClosedLoop closed;

    /** One turn of one proxy as fast as it goes: requests a second, and processor time per request. */
    private record Rush(double rate, double micros) {}

    /** One turn at a steady rate: latencies in milliseconds. */
    private record Walk(double p50, double p99, double p999) {}

    /** A turn of either proxy, one next to the other. */
    private record Both<T>(T ours, T base) {}

    @FunctionalInterface
    private interface Turn<T> {
        T of(EnvoyRun envoy) throws IOException, InterruptedException;
    }

    Pair(Setting setting, String baseName, EnvoyRun base, ClosedLoop closed) {
        this.setting = setting;
        this.baseName = baseName;
        this.base = base;
        this.closed = closed;
    }

    static String method(ClosedLoop closed, String baseName) {
        return """
                One worker each, 10 %% to canary, turn by turn. Throughput and the proxy's processor time per request: \
                %s, %d connections with %d streams each, as fast as answers come. Latency: the Java client, %d requests a \
                second on 4 connections, counted from the time at which each was due. Ratios (÷) are to the turn of %s next \
                to it; the servers answer without working.""".formatted(closed.name(), ClosedLoop.CONNECTIONS, ClosedLoop.STREAMS, RATE, baseName);
    }

    void measure(String subject, EnvoyRun serin, Result.Builder result) throws IOException, InterruptedException {
        rush(base);
        rush(serin);
        List<Both<Rush>> rushes = turns(setting.pick(5, 11), serin, this::rush);
        // A turn's 99th percentile is the machine's as much as the proxy's: it takes many to tell a tenth apart.
        List<Both<Walk>> walks = turns(setting.pick(5, 31), serin, this::walk);
        ratio(result, subject, THROUGHPUT, rushes, Rush::rate);
        ratio(result, subject, "CPU per request ÷", rushes, Rush::micros);
        ratio(result, subject, "p50 ÷", walks, Walk::p50);
        ratio(result, subject, P99, walks, Walk::p99);
        ratio(result, subject, "p99.9 ÷", walks, Walk::p999);
        absolute(
                result,
                subject,
                rushes.stream().map(Both::ours).toList(),
                walks.stream().map(Both::ours).toList());
        absolute(
                result,
                baseName + " beside " + subject,
                rushes.stream().map(Both::base).toList(),
                walks.stream().map(Both::base).toList());
    }

    /** Who comes first changes from round to round. */
    private <T> List<Both<T>> turns(int rounds, EnvoyRun serin, Turn<T> turn) throws IOException, InterruptedException {
        List<Both<T>> turns = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                T theirs = turn.of(base);
                turns.add(new Both<>(turn.of(serin), theirs));
            } else {
                T ours = turn.of(serin);
                turns.add(new Both<>(ours, turn.of(base)));
            }
        }
        return turns;
    }

    private Rush rush(EnvoyRun envoy) throws IOException, InterruptedException {
        int requests = setting.pick(15_000, 40_000);
        long before = envoy.cpu().toNanos();
        double rate = closed.run(envoy.traffic(), requests);
        return new Rush(rate, (envoy.cpu().toNanos() - before) / 1e3 / requests);
    }

    private Walk walk(EnvoyRun envoy) throws InterruptedException {
        var open = OpenLoop.run(envoy.traffic(), 4, RATE, Duration.ofSeconds(setting.pick(2, 3)));
        if (open.failed() > 0) {
            throw new IllegalStateException(open.failed() + " requests failed");
        }
        return new Walk(open.millis(50), open.millis(99), open.millis(99.9));
    }

    private <T> void ratio(
            Result.Builder result, String subject, String measure, List<Both<T>> turns, ToDoubleFunction<T> of) {
        Spread spread = Spread.of(turns.stream()
                .map(both -> of.applyAsDouble(both.ours()) / of.applyAsDouble(both.base()))
                .toList());
        setting.say("%s, %s: %.3f (%.3f–%.3f)", subject, measure, spread.median(), spread.min(), spread.max());
        result.figure(subject, measure, "", spread);
    }

    private static void absolute(Result.Builder result, String subject, List<Rush> rushes, List<Walk> walks) {
        result.figure(subject, "throughput", "requests/s", spread(rushes, Rush::rate));
        result.figure(subject, "CPU per request", "µs", spread(rushes, Rush::micros));
        result.figure(subject, "p50", "ms", spread(walks, Walk::p50));
        result.figure(subject, "p99", "ms", spread(walks, Walk::p99));
        result.figure(subject, "p99.9", "ms", spread(walks, Walk::p999));
    }

    private static <T> Spread spread(List<T> turns, ToDoubleFunction<T> of) {
        return Spread.of(turns.stream().map(of::applyAsDouble).toList());
    }
}
