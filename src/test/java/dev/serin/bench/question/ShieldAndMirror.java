package dev.serin.bench.question;

import dev.serin.bench.Question;
import dev.serin.bench.Result;
import dev.serin.bench.Setting;
import dev.serin.bench.envoy.EnvoyRun;
import dev.serin.bench.envoy.Lab;
import dev.serin.bench.envoy.Mode;
import dev.serin.bench.envoy.SerinProxies;
import dev.serin.bench.load.ClosedLoop;
import dev.serin.xds.Split;

/** What a shield and copies of requests cost beside an exact split without them. */
public final class ShieldAndMirror implements Question {
    private static final Split SPLIT = new Split(10, 100);
    private static final int FAIL_PERCENT = 30;

    @Override
    public String name() {
        return "shield-and-mirror";
    }

    @Override
    public Result answer(Setting setting) throws Exception {
        var result = new Result.Builder(name(), "What do shield and mirror cost?");
        ClosedLoop closed = ClosedLoop.best();
        try (var lab = new Lab(setting.folder().resolve(name()), 0);
                var failing = new Lab(setting.folder().resolve(name() + "-failing"), FAIL_PERCENT);
                var exact = new SerinProxies(lab, Mode.EXACT, SPLIT, 1, 1);
                var shield = new SerinProxies(lab, Mode.SHIELD, SPLIT, 1, 1);
                var used = new SerinProxies(failing, Mode.SHIELD, SPLIT, 1, 1);
                var mirror = new SerinProxies(lab, Mode.MIRROR, SPLIT, 1, 1)) {
            var pair = new Pair(setting, "Exact", one(exact), closed);
            pair.measure("shield, all well", one(shield), result);
            pair.measure("shield, canary fails %d %%".formatted(FAIL_PERCENT), one(used), result);
            pair.measure("mirror of 10 %", one(mirror), result);
        }
        return result.measuredBy(Pair.method(closed, "Exact")
                + " None of the callers has seen a failure, also where canary answers UNAVAILABLE.");
    }

    private static EnvoyRun one(SerinProxies proxies) {
        return proxies.proxies().getFirst();
    }
}
