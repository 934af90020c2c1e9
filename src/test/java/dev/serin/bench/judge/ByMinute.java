package dev.serin.bench.judge;

import dev.serin.bench.judge.Contestant.Decider;
import dev.serin.bench.judge.Contestant.Decision;

/** Decides by the metrics of each minute. */
abstract class ByMinute implements Decider {
    private Minute stable = new Minute();
    private Minute canary = new Minute();
    private int seconds;

    @Override
    public Decision decide(Traffic.Second second) {
        stable.add(second.stable());
        canary.add(second.canary());
        if (++seconds % Minute.SECONDS != 0) {
            return Decision.STAY;
        }
        Decision decision = decide(stable, canary);
        stable = new Minute();
        canary = new Minute();
        return decision;
    }

    abstract Decision decide(Minute stable, Minute canary);

    /** A success rate that is high enough and, where it is measured, 99 % within half a second; NaN is neither. */
    static boolean keepsThresholds(Minute canary, double min, boolean latencies) {
        return canary.successRate() >= min && (!latencies || canary.p99() <= 500);
    }
}
