package dev.serin.plan;

import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes a release down in an order that loses no request: first stable gets everything and the proxies confirm it,
 * then the proxies drain and go, then the rest.
 */
final class Removal {
    /** A proxy that cannot be reached must not keep the release from going: both versions still serve meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Removal() {}

    static Plan plan(Observed observed, Instant now) {
        Weights before = observed.status().weights();
        int total = observed.spec().traffic().totalWeight();
        Walk walk = Walker.beginning(total);
        if (before == null) {
            return step(Work.REMOVE_REST, observed, walk, Optional.empty(), 0);
        }
        if (before.canary() > 0) {
            Weights stableOnly = new Weights(before.total(), before.total(), 0, Times.text(now), null);
            return step(Work.RETURN_TO_STABLE, observed, walk, Optional.of(stableOnly), 0);
        }
        Programming programming = Programming.of(observed);
        boolean confirmed = programming.ready() == programming.confirmed();
        boolean patient = Instant.parse(before.since()).plus(PATIENCE).isAfter(now);
        Work work = observed.proxies().isEmpty()
                ? Work.REMOVE_REST
                : confirmed || !patient ? Work.REMOVE_PROXIES : Work.RETURN_TO_STABLE;
        return step(work, observed, walk, Optional.of(before), programming.confirmed());
    }

    private static Plan step(Work work, Observed o, Walk walk, Optional<Weights> weights, int programmed) {
        return new Plan(
                work,
                Checks.writeIsRefused(o),
                Optional.ofNullable(o.status().canaryRevision()),
                walk,
                weights,
                programmed,
                Waiting.REMOVAL,
                Verification.of(o.status().weights(), o.spec().traffic().split(), o.traffic()),
                Optional.empty(),
                false,
                Course.unchanged(o),
                Optional.ofNullable(o.status().rebalance()),
                work == Work.RETURN_TO_STABLE
                        ? weights.map(told -> Instant.parse(told.since()).plus(PATIENCE))
                        : Optional.empty());
    }
}
