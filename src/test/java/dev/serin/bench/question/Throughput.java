package dev.serin.bench.question;

import dev.serin.bench.Question;
import dev.serin.bench.Result;
import dev.serin.bench.Setting;
import dev.serin.bench.envoy.Lab;
import dev.serin.bench.envoy.Mode;
import dev.serin.bench.envoy.SerinProxies;
import dev.serin.bench.load.ClosedLoop;
import dev.serin.xds.Split;

/** What each way to split costs. */
public final class Throughput implements Question {
    private static final Split SPLIT = new Split(10, 100);

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public Result answer(Setting setting) throws Exception {
        var result = new Result.Builder(name(), "What does each way to split cost?");
        ClosedLoop closed = ClosedLoop.best();
        try (var lab = new Lab(setting.folder().resolve("throughput"), 0)) {
            var pair = new Pair(setting, "raw Envoy", lab.raw(SPLIT, 1), closed);
            for (Mode mode : Mode.splits()) {
                try (var serin = new SerinProxies(lab, mode, SPLIT, 1, 1)) {
                    pair.measure(mode.name(), serin.proxies().getFirst(), result);
                    claims(mode, result);
                }
            }
        }
        return result.measuredBy(Pair.method(closed, "raw Envoy"));
    }

    private static void claims(Mode mode, Result.Builder result) {
        double least = mode.name().equals("Random") ? 0.95 : 0.9;
        double rate = result.median(mode.name(), Pair.THROUGHPUT);
        double tail = result.median(mode.name(), Pair.P99);
        result.claim(rate >= least, "%s: throughput %.2f × raw Envoy's, at least %.2f", mode.name(), rate, least);
        result.claim(tail <= 1.1, "%s: p99 %.2f × raw Envoy's, at most 1.1", mode.name(), tail);
    }
}
