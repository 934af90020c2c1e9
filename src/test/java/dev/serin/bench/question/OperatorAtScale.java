package dev.serin.bench.question;

import dev.serin.bench.Question;
import dev.serin.bench.Result;
import dev.serin.bench.Setting;
import dev.serin.bench.envoy.EnvoyRun;
import dev.serin.bench.envoy.Lab;
import dev.serin.bench.load.Probe;
import dev.serin.bench.measure.Spread;
import dev.serin.bench.world.World;
import dev.serin.local.api.AuditRecord;
import dev.serin.metrics.Scrape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the operator needs for many releases, and whether one notices the others. */
public final class OperatorAtScale implements Question {
    private static final String MEASURED = "measured";
    /** Of memory, by the number of releases. */
    private static final Map<Integer, Integer> LIMITS_MIB = Map.of(10, 200, 1000, 400);
    /** So that the first size is measured by an operator as warm as the last. */
    private static final int WARM_UP = 60;

    private static final int SCRAPES = 5;
    /** {@code -Dbench.releases}: fewer, to look for the cause of something. */
    private static final int MOST = Integer.getInteger("bench.releases", 1000);

    @Override
    public String name() {
        return "operator";
    }

    @Override
    public Result answer(Setting setting) throws Exception {
        var result = new Result.Builder(name(), "What do many releases cost the operator?");
        var folder = setting.folder().resolve(name());
        List<Double> medians = new ArrayList<>();
        try (var lab = new Lab(folder, 0);
                var world = new World(lab, folder)) {
            EnvoyRun envoy = world.release(MEASURED, 1, 1).getFirst();
            int made = 1;
            for (int wanted : IntStream.of(1, 10, 100, MOST)
                    .filter(many -> many <= MOST)
                    .distinct()
                    .toArray()) {
                long start = System.nanoTime();
                world.releases("r" + wanted + "-", wanted - made);
                made = wanted;
                setting.say("%d releases are ready after %.1f s", wanted, (System.nanoTime() - start) / 1e9);
                medians.add(size(setting, result, world, envoy, wanted));
            }
        }
        double ratio = medians.getLast() / medians.getFirst();
        result.figure(MOST + " releases ÷ 1 release", "weight change to first answer", "ms", Spread.of(ratio));
        result.claim(ratio <= 2, "a weight change with %d releases takes %.2f × that with one, limit 2", MOST, ratio);
        return result.measuredBy("""
                One operator, a process of its own with a heap of at most 192 MiB, on the embedded API server. Each \
                release has two Deployments, a Service, endpoints, and one proxy (an ADS client with a status port; \
                the measured release has an Envoy). Idle: %d s after all are ready, the lease of the leadership \
                left out.""".formatted(setting.pick(10, 30)));
    }

    private static double size(Setting setting, Result.Builder result, World world, EnvoyRun envoy, int releases)
            throws Exception {
        String subject = releases == 1 ? "1 release" : releases + " releases";
        Quiet.awaitRest(world);
        int before = world.writes().size();
        long cpu = world.operator().cpu().toNanos();
        Duration idle = Duration.ofSeconds(setting.pick(10, 30));
        Thread.sleep(idle.toMillis());
        double load = 100.0 * (world.operator().cpu().toNanos() - cpu) / idle.toNanos();
        List<AuditRecord> writes = world.writes();
        int written = writes.size() - before;
        Spread scrapes = scrapes(world);
        double resident = world.operator().residentMib();
        Changes changes = changes(setting, result, subject, world, envoy);
        Spread first = changes.acceptedToFirst();
        result.figure(subject, "resident memory", "MiB", Spread.of(resident))
                .figure(
                        subject,
                        "peak memory",
                        "MiB",
                        Spread.of(world.operator().peakMib()))
                .figure(subject, "CPU when idle", "% of a core", Spread.of(load))
                .figure(subject, "writes when idle", "", Spread.of(written))
                .figure(subject, "all metrics, asked for by Prometheus", "ms", scrapes)
                .figure(subject, "weight change to first answer", "ms", first)
                .figure(subject, "weight change to all confirmed", "ms", Spread.of(changes.sentToConfirmed()));
        setting.say(
                "%s: %.0f MiB, idle %.1f %% of a core and %d writes, weight change %.1f ms",
                subject, resident, load, written, first.median());
        result.claim(
                written == 0,
                "%s: %d writes in %d s of idleness%s",
                subject,
                written,
                idle.toSeconds(),
                written == 0 ? "" : ", among them " + writes.get(before));
        Integer limit = LIMITS_MIB.get(releases);
        if (limit != null) {
            result.claim(resident <= limit, "%s: %.0f MiB resident, limit %d", subject, resident, limit);
        }
        return first.median();
    }

    /** Before memory is measured, which is then with what they leave behind. */
    private static Spread scrapes(World world) throws Exception {
        double[] millis = new double[SCRAPES];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            var unused = Scrape.of(world.operator().health());
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return Spread.of(millis);
    }

    /** There are requests only while weights change: with requests the observed share, and so the status, moves. */
    private static Changes changes(Setting setting, Result.Builder result, String subject, World world, EnvoyRun envoy)
            throws Exception {
        try (var probe = new Probe(envoy.traffic())) {
            var unused = Changes.make(world, MEASURED, probe, WARM_UP);
            Changes changes = Changes.make(world, MEASURED, probe, setting.pick(20, 60));
            Changes.claimNoneFailed(result, subject, probe);
            return changes;
        }
    }
}
