package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of a removal that is about adopted Deployments, once stable gets everything: canary's requests in flight end,
 * its pods go, and the target is let go last.
 */
final class Leaving {
    private final Observed observed;
    private final AdoptionStatus before;
    private final Instant now;

    private Leaving(Observed observed, AdoptionStatus before, Instant now) {
        this.observed = observed;
        this.before = before;
        this.now = now;
    }

    static Optional<Leaving> of(Observed observed, Instant now) {
        return Optional.ofNullable(observed.status().adoption())
                .map(before -> new Leaving(observed, Adoption.pending(observed, before, now), now));
    }

    boolean isCanaryGone() {
        boolean empty = observed.adopted()
                .flatMap(AdoptedFacts::canary)
                .map(canary -> canary.pods() == 0)
                .orElse(true);
        return empty && observed.canary().endpoints() == 0;
    }

    /** Stable has just got everything back: nothing is known yet of requests in flight. */
    AdoptionStatus returning() {
        return before.draining(null);
    }

    /** Further with canary; {@code confirmed}: the proxies send it nothing any more. */
    AdoptionStatus draining(boolean confirmed) {
        Optional<Instant> since = Times.read(before.drainingSince());
        if (since.isEmpty()) {
            return before.draining(confirmed ? Times.text(now) : null);
        }
        return new Drain(observed, now).isCanaryDone(since.get()) ? before.withReplicas(0) : before;
    }

    AdoptionStatus withoutCanary() {
        return before.withReplicas(null);
    }

    /** A template that was not promoted must not begin to roll because the release goes. */
    AdoptionStatus letGo() {
        AdoptionStatus rest = withoutCanary();
        boolean touched = before.paused() != null;
        return touched && before.pending() == null ? rest.at(before.stage(), false) : rest;
    }
}
