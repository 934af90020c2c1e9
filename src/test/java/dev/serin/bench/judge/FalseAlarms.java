package dev.serin.bench.judge;

import dev.serin.judge.Draw;
import dev.serin.judge.Judge;
import dev.serin.judge.Judgement.Outcome;
import dev.serin.judge.Rules;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Releases of identical versions, of any length up to an hour, looked at every second.
 *
 * @param releases how many
 * @param alarms how many of them were found failing
 */
record FalseAlarms(int releases, int alarms) {
    private static final double LEAST = 60;
    private static final double MOST = 3600;

    static FalseAlarms of(int releases) {
        int alarms = (int) IntStream.range(0, releases)
                .parallel()
                .filter(FalseAlarms::isAlarm)
                .count();
        return new FalseAlarms(releases, alarms);
    }

    private static boolean isAlarm(int seed) {
        var draw = new Draw(31L * seed);
        double share = 0.01 + 0.49 * draw.share();
        double seconds = LEAST * Math.pow(MOST / LEAST, draw.share());
        var release = Release.of(seed, false);
        var same = new Release(
                seed,
                release.rate(),
                release.bursty(),
                release.errors(),
                release.drift(),
                Release.Kind.IDENTICAL,
                false);
        var traffic = new Traffic(same);
        var judge = new Judge(Rules.againstStable(0));
        for (int second = 0; second < seconds; second++) {
            Traffic.Second now = traffic.next(share);
            judge.take(Duration.ofSeconds(1), now.stable(), now.canary());
            if (judge.now().outcome() == Outcome.FAILED) {
                return true;
            }
        }
        return false;
    }

    double percent() {
        return 100.0 * alarms / releases;
    }
}
