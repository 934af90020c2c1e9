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

    /** One turn of one proxy: requests a second, processor time per request, and latencies in milliseconds. */
    private record Turn(double rate, double micros, double p50, double p99, double p999) {}

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
        List<Turn> ours = new ArrayList<>();
        List<Turn> bases = new ArrayList<>();
        turn(base);
        turn(serin);
        for (int round = 0; round < setting.pick(5, 11); round++) {
            if (round % 2 == 0) {
                bases.add(turn(base));
                ours.add(turn(serin));
            } else {
                ours.add(turn(serin));
                bases.add(turn(base));
            }
        }
        ratio(result, subject, THROUGHPUT, ours, bases, Turn::rate);
        ratio(result, subject, "CPU per request ÷", ours, bases, Turn::micros);
        ratio(result, subject, "p50 ÷", ours, bases, Turn::p50);
        ratio(result, subject, P99, ours, bases, Turn::p99);
        ratio(result, subject, "p99.9 ÷", ours, bases, Turn::p999);
        absolute(result, subject, ours);
        absolute(result, baseName + " beside " + subject, bases);
    }

    private Turn turn(EnvoyRun envoy) throws IOException, InterruptedException {
        int requests = setting.pick(15_000, 40_000);
        long before = envoy.cpu().toNanos();
        double rate = closed.run(envoy.traffic(), requests);
        double micros = (envoy.cpu().toNanos() - before) / 1e3 / requests;
        var open = OpenLoop.run(envoy.traffic(), 4, RATE, Duration.ofSeconds(setting.pick(2, 5)));
        if (open.failed() > 0) {
            throw new IllegalStateException(open.failed() + " requests failed");
        }
        return new Turn(rate, micros, open.millis(50), open.millis(99), open.millis(99.9));
    }

    private void ratio(
            Result.Builder result,
            String subject,
            String measure,
            List<Turn> ours,
            List<Turn> bases,
            ToDoubleFunction<Turn> of) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(of.applyAsDouble(ours.get(i)) / of.applyAsDouble(bases.get(i)));
        }
        Spread spread = Spread.of(ratios);
        setting.say("%s, %s: %.3f (%.3f–%.3f)", subject, measure, spread.median(), spread.min(), spread.max());
        result.figure(subject, measure, "", spread);
    }

    private static void absolute(Result.Builder result, String subject, List<Turn> turns) {
        result.figure(subject, "throughput", "requests/s", spread(turns, Turn::rate));
        result.figure(subject, "CPU per request", "µs", spread(turns, Turn::micros));
        result.figure(subject, "p50", "ms", spread(turns, Turn::p50));
        result.figure(subject, "p99", "ms", spread(turns, Turn::p99));
        result.figure(subject, "p99.9", "ms", spread(turns, Turn::p999));
    }

    private static Spread spread(List<Turn> turns, ToDoubleFunction<Turn> of) {
        return Spread.of(turns.stream().map(of::applyAsDouble).toList());
    }
}
