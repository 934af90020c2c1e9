package dev.serin.bench.judge;

import dev.serin.bench.judge.Contestant.Decider;

/**
 * Plays one release through one contestant: weights from 5 to 50 % by 5.
 *
 * @param outcome how it ended
 * @param seconds when
 * @param requests how many requests canary had got by then
 * @param failures how many of those it had failed
 */
record Play(Release release, Outcome outcome, int seconds, long requests, long failures) {
    private static final int STEPS = 10;
    private static final double STEP = 0.05;

    /** Longer than this nobody waits: four hours. */
    private static final int LONGEST = 4 * 60 * 60;

    /** How a release ended. */
    enum Outcome {
        PROMOTED,
        BACK,
        UNDECIDED
    }

    static Play of(Release release, Contestant contestant) {
        var traffic = new Traffic(release);
        Decider decider = contestant.begin(release);
        int step = 1;
        long requests = 0;
        long failures = 0;
        for (int second = 1; second <= LONGEST; second++) {
            Traffic.Second now = traffic.next(step * STEP);
            requests += now.canary().sample().requests();
            failures += now.canary().sample().bad();
            switch (decider.decide(now)) {
                case STAY -> {}
                case NEXT -> step++;
                case BACK -> {
                    return new Play(release, Outcome.BACK, second, requests, failures);
                }
            }
            if (step > STEPS) {
                return new Play(release, Outcome.PROMOTED, second, requests, failures);
            }
        }
        return new Play(release, Outcome.UNDECIDED, LONGEST, requests, failures);
    }
}
