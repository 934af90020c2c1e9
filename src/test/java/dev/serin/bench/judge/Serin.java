package dev.serin.bench.judge;

import dev.serin.judge.Judge;
import dev.serin.judge.Judgement.Outcome;
import dev.serin.judge.Rules;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Canary against stable every second, at least 50 requests and a minute at each weight, 30 seconds to warm up. */
final class Serin implements Contestant {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int HOLD = 60;
    private static final int MIN_REQUESTS = 50;

    @Override
    public String name() {
        return "Serin";
    }

    @Override
    public Decider begin(Release release) {
        var percentile = release.latencies() ? OptionalDouble.of(99) : OptionalDouble.empty();
        var judge = new Judge(new Rules(
                0.01,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.of(new Rules.AgainstStable(0, percentile)),
                MIN_REQUESTS,
                Rules.Insufficient.WAIT,
                Duration.ofSeconds(30)));
        return new Decider() {
            private int held;

            @Override
            public Decision decide(Traffic.Second second) {
                judge.take(SECOND, second.stable(), second.canary());
                held++;
                Outcome outcome = held < HOLD
                        ? judge.now().outcome()
                        : judge.atEndOfHold().outcome();
                if (outcome == Outcome.FAILED) {
                    return Decision.BACK;
                } else if (held < HOLD || outcome != Outcome.GOOD) {
                    return Decision.STAY;
                }
                held = 0;
                judge.nextWeight();
                return Decision.NEXT;
            }
        };
    }
}
