package dev.serin.bench.judge;

/**
 * Flagger's rule with what its documentation sets: the success rate at least 99 % and the 99th percentile at most 500 ms
 * each minute. A check that fails, as one without data does, holds the weight; failed checks are counted over the whole
 * analysis, and when there are five the next tick rolls back (pkg/controller/scheduler.go of 2025).
 *
 * @param fitted whether the threshold is one that suits the errors that stable has in quiet times
 */
record Flagger(boolean fitted) implements Contestant {
    private static final int THRESHOLD = 5;

    @Override
    public String name() {
        return "Flagger's rule" + (fitted ? ", fitted" : "");
    }

    @Override
    public Decider begin(Release release) {
        return new ByMinute() {
            private int failed;

            @Override
            Decision decide(Minute stable, Minute canary) {
                if (failed >= THRESHOLD) {
                    return Decision.BACK;
                } else if (keepsThresholds(canary, Contestant.min(release, fitted), release.latencies())) {
                    return Decision.NEXT;
                }
                failed++;
                return Decision.STAY;
            }
        };
    }
}
