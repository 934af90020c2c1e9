package dev.serin.bench.question;

import dev.serin.bench.Question;
import dev.serin.bench.Result;
import dev.serin.bench.Setting;
import dev.serin.bench.envoy.EnvoyRun;
import dev.serin.bench.envoy.Lab;
import dev.serin.bench.load.Probe;
import dev.serin.bench.measure.Spread;
import dev.serin.bench.world.World;
import dev.serin.xds.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long a new weight takes to reach open connections, and all proxies. */
public final class WeightChange implements Question {
    private static final int REAL = 4;
    private static final int WARM_UP = 30;
    /** So many ADS clients take more of the machine than what they stand for: the proxy that answers first waits for it. */
    private static final int MANY = 100;

    @Override
    public String name() {
        return "weight-change";
    }

    @Override
    public Result answer(Setting setting) throws Exception {
        var result = new Result.Builder(name(), "How fast is a change of weight?");
        var folder = setting.folder().resolve(name());
        try (var lab = new Lab(folder, 0);
                var world = new World(lab, folder)) {
            EnvoyRun raw = lab.raw(new Split(Changes.LITTLE, 100), 1);
            for (int proxies : List.of(1, 10, MANY)) {
                fleet(setting, result, world, raw, proxies);
            }
        }
        return result.measuredBy("""
                From 1 to 99 %% and back, on a connection that is open, with a request every millisecond, till the first \
                of two answers in a row that show the new weight. Serin splits exactly; its times count from \
                sending the patch of the CanaryRelease, or from the API server's acceptance. Raw Envoy: from sending \
                POST /runtime_modify. The two take turns. Confirmed: the status says that all proxies have it. At most %d proxies are Envoys, the others ADS clients with connections of their own. The \
                API server is the embedded one; the operator is a process of its own. The first answer at 100 proxies is held against \
no limit, as a hundred ADS clients on the same cores take the answering Envoy's time.""".formatted(REAL));
    }

    private static void fleet(Setting setting, Result.Builder result, World world, EnvoyRun raw, int proxies)
            throws Exception {
        String release = "fleet-" + proxies;
        List<EnvoyRun> real = world.release(release, proxies, Math.min(REAL, proxies));
        List<Double> raws = new ArrayList<>();
        var changes = new Changes();
        try (var ours = new Probe(real.getFirst().traffic());
                var beside = new Probe(raw.traffic())) {
            var unused = Changes.make(world, release, ours, WARM_UP);
            for (int i = 0; i < setting.pick(20, 100); i++) {
                boolean toCanary = i % 2 == 0;
                raws.add(runtime(raw, beside, toCanary));
                changes.make(world, release, ours, toCanary);
            }
            Changes.claimNoneFailed(result, "Serin, " + subject(proxies), ours);
            Changes.claimNoneFailed(result, "raw Envoy beside " + subject(proxies), beside);
        }
        tell(setting, result, proxies, changes, raws);
    }

    private static double runtime(EnvoyRun raw, Probe probe, boolean toCanary) throws Exception {
        var seen = probe.turn(toCanary);
        long start = System.nanoTime();
        raw.runtime(toCanary ? "split.canary=99&split.stable=1" : "split.canary=1&split.stable=99");
        return (seen.get(10, TimeUnit.SECONDS) - start) / 1e6;
    }

    private static String subject(int proxies) {
        return proxies == 1 ? "1 proxy" : proxies + " proxies";
    }

    private static void tell(Setting setting, Result.Builder result, int proxies, Changes changes, List<Double> raws) {
        String subject = subject(proxies);
        Spread accepted = changes.acceptedToFirst();
        Spread runtime = Spread.of(raws);
        Spread confirmed = Spread.of(changes.sentToConfirmed());
        double p99 = Spread.percentile(changes.sentToConfirmed(), 0.99);
        result.figure("Serin, " + subject, "accepted to first answer", "ms", accepted)
                .figure("Serin, " + subject, "sent to first answer", "ms", changes.sentToFirst())
                .figure("Serin, " + subject, "sent to all confirmed", "ms", confirmed)
                .figure("Serin, " + subject, "sent to all confirmed, p99", "ms", Spread.of(p99))
                .figure("runtime_modify beside " + subject, "sent to first answer", "ms", runtime);
        setting.say(
                "%s: first %.1f ms after sending, %.1f ms after acceptance; runtime_modify %.1f ms; confirmed %.1f ms, p99 %.1f ms",
                subject, changes.sentToFirst().median(), accepted.median(), runtime.median(), confirmed.median(), p99);
        double limit = 2 * runtime.median() + 20;
        if (proxies < MANY) {
            result.claim(
                    accepted.median() <= limit,
                    "%s: %.1f ms from acceptance to the first answer, limit 2 × runtime_modify + 20 ms = %.1f ms",
                    subject,
                    accepted.median(),
                    limit);
        } else {
            result.claim(p99 <= 500, "all of 100 proxies confirmed: p99 %.0f ms, limit 500 ms", p99);
        }
    }
}
