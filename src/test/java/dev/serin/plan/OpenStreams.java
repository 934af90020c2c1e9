package dev.serin.plan;

import dev.serin.plan.ProxyFacts.Applied;
import dev.serin.plan.ProxyFacts.InFlight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Streams through a proxy that last for a while, one more a second at each version that gets any. */
final class OpenStreams {
    private static final Duration LENGTH = Duration.ofSeconds(25);

    private final List<Instant> stable = new ArrayList<>();
    private final List<Instant> canary = new ArrayList<>();

    void pass(Instant now, Optional<Applied> applied) {
        stable.removeIf(end -> !end.isAfter(now));
        canary.removeIf(end -> !end.isAfter(now));
        Instant end = now.plus(LENGTH);
        applied.filter(told -> told.canary() < told.total()).ifPresent(told -> stable.add(end));
        applied.filter(told -> told.canary() > 0).ifPresent(told -> canary.add(end));
    }

    InFlight count(Instant now) {
        return new InFlight(stable.size(), canary.size(), now);
    }
}
