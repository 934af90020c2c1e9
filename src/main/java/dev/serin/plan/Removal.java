package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

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
        Optional<Leaving> leaving = Leaving.of(observed, now);
        if (before == null) {
            return step(Work.REMOVE_REST, observed, walk, Optional.empty(), 0, leaving.map(Leaving::letGo), now);
        }
        if (before.canary() > 0) {
            Weights stableOnly = new Weights(before.total(), before.total(), 0, Times.text(now), null);
            return step(
                    Work.RETURN_TO_STABLE,
                    observed,
                    walk,
                    Optional.of(stableOnly),
                    0,
                    leaving.map(Leaving::returning),
                    now);
        }
        Programming programming = Programming.of(observed);
        boolean confirmed = programming.ready() == programming.confirmed();
        boolean patient = Instant.parse(before.since()).plus(PATIENCE).isAfter(now);
        boolean returned = confirmed || !patient;
        if (leaving.filter(canary -> !canary.isCanaryGone()).isPresent()) {
            Optional<AdoptionStatus> draining = leaving.map(canary -> canary.draining(returned));
            return step(
                    Work.RETURN_TO_STABLE, observed, walk, Optional.of(before), programming.confirmed(), draining, now);
        }
        Work work = observed.proxies().isEmpty()
                ? Work.REMOVE_REST
                : returned ? Work.REMOVE_PROXIES : Work.RETURN_TO_STABLE;
        return step(
                work,
                observed,
                walk,
                Optional.of(before),
                programming.confirmed(),
                leaving.map(work == Work.REMOVE_REST ? Leaving::letGo : Leaving::withoutCanary),
                now);
    }

    private static Plan step(
            Work work,
            Observed o,
            Walk walk,
            Optional<Weights> weights,
            int programmed,
            Optional<AdoptionStatus> adoption,
            Instant now) {
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
                adoption,
                work == Work.RETURN_TO_STABLE ? wakeAt(weights, adoption, o, now) : Optional.empty());
    }

    private static Optional<Instant> wakeAt(
            Optional<Weights> weights, Optional<AdoptionStatus> adoption, Observed o, Instant now) {
        Optional<Instant> impatient =
                weights.map(told -> Instant.parse(told.since()).plus(PATIENCE));
        Optional<Instant> drained = adoption.flatMap(status -> Times.read(status.drainingSince()))
                .map(since -> new Drain(o, now).end(since));
        return Stream.of(impatient, drained)
                .flatMap(Optional::stream)
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder());
    }
}
