package dev.serin.bench.question;

import dev.serin.bench.Question;
import dev.serin.bench.Result;
import dev.serin.bench.Setting;
import dev.serin.bench.envoy.EnvoyRun;
import dev.serin.bench.envoy.Lab;
import dev.serin.bench.envoy.Mode;
import dev.serin.bench.envoy.SerinProxies;
import dev.serin.bench.load.InOrder;
import dev.serin.bench.measure.Draws;
import dev.serin.bench.measure.Spread;
import dev.serin.xds.Split;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How near to its due canary's count is, window by window and after every prefix. */
public final class Precision implements Question {
    private static final int PROXIES = 4;
    private static final int WORKERS = 2;
    private static final Split TEN = new Split(10, 100);
    private static final Split ONE = new Split(1, 100);
    private static final Split ODD = new Split(3333, 10_000);

    @Override
    public String name() {
        return "precision";
    }

    @Override
    public Result answer(Setting setting) throws Exception {
        var result = new Result.Builder(name(), "How exact is the split?");
        oneConnection(setting, result, TEN, "one connection, 10 %", List.of(10, 100, 1000));
        oneConnection(setting, result, ONE, "one connection, 1 %", List.of(100, 1000));
        oneConnection(setting, result, ODD, "one connection, 33.33 %", List.of(1000));
        manyProxies(setting, result);
        return result.measuredBy("""
                Requests in a known order; canary's count in every window of so many requests in a row, wherever it \
                begins (least–greatest), and the worst distance from the due after any prefix, in requests. Serin's \
                endpoints and routes are replaced %d times meanwhile, at equal weights. Sticky requests have a key each.""".formatted(setting.pick(40, 200)));
    }

    private void oneConnection(Setting setting, Result.Builder result, Split split, String title, List<Integer> windows)
            throws Exception {
        try (var lab = new Lab(setting.folder().resolve("precision"), 0)) {
            measure(setting, result, lab, split, title, windows, 1, 1, setting.pick(20_000, 100_000));
        }
    }

    private void manyProxies(Setting setting, Result.Builder result) throws Exception {
        try (var lab = new Lab(setting.folder().resolve("precision-proxies"), 0)) {
            measure(
                    setting,
                    result,
                    lab,
                    TEN,
                    "%d proxies × %d workers, 10 %%".formatted(PROXIES, WORKERS),
                    List.of(100, 1000),
                    PROXIES,
                    8,
                    setting.pick(8_000, 50_000));
        }
    }

    private static void measure(
            Setting setting,
            Result.Builder result,
            Lab lab,
            Split split,
            String title,
            List<Integer> windows,
            int proxies,
            int connections,
            int requests)
            throws Exception {
        int rounds = setting.pick(40, 200);
        List<AutoCloseable> open = new ArrayList<>();
        Map<String, InOrder> sequences = new LinkedHashMap<>();
        List<SerinProxies> fleets = new ArrayList<>();
        try {
            List<EnvoyRun> raw = new ArrayList<>();
            for (int i = 0; i < proxies; i++) {
                raw.add(lab.raw(split, WORKERS));
            }
            sequences.put("raw Envoy", keep(open, new InOrder(targets(raw), connections)));
            for (Mode mode : Mode.splits()) {
                SerinProxies fleet = keep(open, new SerinProxies(lab, mode, split, proxies, WORKERS));
                fleets.add(fleet);
                sequences.put("Serin, " + mode.name(), keep(open, new InOrder(targets(fleet.proxies()), connections)));
            }
            for (int round = 0; round < rounds; round++) {
                int endpoints = 1 + round % 2;
                // Of equal weight, but another route.
                Split same = round % 2 == 0 ? split : new Split(split.canary() * 10, split.total() * 10);
                fleets.forEach(fleet -> fleet.serve(same, endpoints));
                for (InOrder sequence : sequences.values()) {
                    sequence.extend(requests / rounds);
                }
            }
            sequences.forEach(
                    (subject, sequence) -> tell(setting, result, subject + ": " + title, sequence, windows, split));
        } finally {
            for (AutoCloseable each : open.reversed()) {
                each.close();
            }
        }
    }

    private static void tell(
            Setting setting,
            Result.Builder result,
            String subject,
            InOrder sequence,
            List<Integer> windows,
            Split split) {
        Draws draws = sequence.draws();
        double share = split.canary() / (double) split.total();
        StringBuilder line = new StringBuilder(subject);
        for (int window : windows) {
            Draws.Range range = draws.windows(window);
            result.figure(subject, "canary per " + window, "", new Spread(range.least(), window * share, range.most()));
            line.append("; per ").append(window).append(": ").append(range);
        }
        double worst = draws.worstPrefix(share);
        result.figure(subject, "worst prefix", "requests", Spread.of(worst));
        if (sequence.failed() > 0) {
            result.claim(false, "%s: %d of %d requests failed", subject, sequence.failed(), draws.size());
        }
        setting.say("%s; worst prefix %.2f; failed %d of %d", line, worst, sequence.failed(), draws.size());
    }

    private static <T extends AutoCloseable> T keep(List<AutoCloseable> open, T each) {
        open.add(each);
        return each;
    }

    private static List<InetSocketAddress> targets(List<EnvoyRun> envoys) {
        return envoys.stream().map(EnvoyRun::traffic).toList();
    }
}
