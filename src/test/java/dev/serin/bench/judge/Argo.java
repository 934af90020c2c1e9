package dev.serin.bench.judge;

/**
 * Argo Rollouts' rule for a background analysis: the same thresholds each minute, the run fails when more than
 * {@code failureLimit: 3} measurements did, and the steps go on by their own pauses meanwhile. A result that is NaN does
 * not meet its successCondition.
 *
 * @param fitted whether the threshold is one that suits the errors that stable has in quiet times
 */
record Argo(boolean fitted) implements Contestant {
    private static final int FAILURE_LIMIT = 3;

    @Override
    public String name() {
        return "Argo's rule" + (fitted ? ", fitted" : "");
    }

    @Override
    public Decider begin(Release release) {
        return new ByMinute() {
            private int failed;

            @Override
            Decision decide(Minute stable, Minute canary) {
                failed += keepsThresholds(canary, Contestant.min(release, fitted), release.latencies()) ? 0 : 1;
                return failed > FAILURE_LIMIT ? Decision.BACK : Decision.NEXT;
            }
        };
    }
}
