package dev.serin.plan;

import dev.serin.api.v1alpha1.GoDuration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Waits until no proxy has a request in flight to a version that gets no new ones, at most for the streams' grace.
 * Proxies that cannot be asked, such as those that stop, are waited for as long.
 */
final class Drain {
    private final Observed observed;
    private final Instant now;

    Drain(Observed observed, Instant now) {
        this.observed = observed;
        this.now = now;
    }

    boolean isStableDone(Instant since) {
        return isDone(since, ProxyFacts.InFlight::stable);
    }

    boolean isCanaryDone(Instant since) {
        return isDone(since, ProxyFacts.InFlight::canary);
    }

    /** When it is over at the latest. */
    Instant end(Instant since) {
        return since.plus(GoDuration.parse(observed.spec().rebalance().streamGracePeriod()));
    }

    private boolean isDone(Instant since, ToLongFunction<ProxyFacts.InFlight> version) {
        return !end(since).isAfter(now)
                || observed.proxies().stream()
                        .filter(proxy -> proxy.ready() || proxy.applied().isPresent())
                        .allMatch(proxy -> isEmpty(proxy.inFlight(), since, version));
    }

    /** What was counted before the weights were confirmed says nothing. */
    private static boolean isEmpty(
            Optional<ProxyFacts.InFlight> counted, Instant since, ToLongFunction<ProxyFacts.InFlight> version) {
        return counted.filter(seen -> seen.at().isAfter(since) && version.applyAsLong(seen) == 0)
                .isPresent();
    }
}
