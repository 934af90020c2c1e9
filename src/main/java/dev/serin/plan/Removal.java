package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes a release down in an order that loses no request: first stable gets everything and the proxies confirm it,
 * then the Service that clients dial gets its pods back, then the proxies drain and go, then the rest.
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
        if (before != null && before.canary() > 0) {
            Weights stableOnly = new Weights(before.total(), before.total(), 0, Times.text(now), null);
            return step(
                    Work.RETURN_TO_STABLE,
                    observed,
                    walk,
                    Optional.of(stableOnly),
                    0,
                    leaving.map(Leaving::returning),
                    Takeover.leaving(observed, false, now),
                    now);
        }
        Programming programming = Programming.of(observed);
        boolean confirmed = programming.ready() == programming.confirmed();
        boolean returned = before == null
                || confirmed
                || !Instant.parse(before.since()).plus(PATIENCE).isAfter(now);
        Optional<TakeoverStatus> takeover = Takeover.leaving(observed, returned, now);
        boolean canaryStays = before != null
                && leaving.filter(canary -> !canary.isCanaryGone()).isPresent();
        Work work = canaryStays || takeover.isPresent() || !returned
                ? Work.RETURN_TO_STABLE
                : before == null || observed.proxies().isEmpty() ? Work.REMOVE_REST : Work.REMOVE_PROXIES;
        Optional<AdoptionStatus> adoption = leaving.map(canary -> canaryStays
                ? canary.draining(returned)
                : work == Work.REMOVE_REST ? canary.letGo() : canary.withoutCanary());
        return step(
                work,
                observed,
                walk,
                Optional.ofNullable(before),
                before == null ? 0 : programming.confirmed(),
                adoption,
                takeover,
                now);
    }

    private static Plan step(
            Work work,
            Observed o,
            Walk walk,
            Optional<Weights> weights,
            int programmed,
            Optional<AdoptionStatus> adoption,
            Optional<TakeoverStatus> takeover,
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
                takeover,
                work == Work.RETURN_TO_STABLE ? wakeAt(weights, adoption, takeover, o, now) : Optional.empty());
    }

    private static Optional<Instant> wakeAt(
            Optional<Weights> weights,
            Optional<AdoptionStatus> adoption,
            Optional<TakeoverStatus> takeover,
            Observed o,
            Instant now) {
        Optional<Instant> impatient =
                weights.map(told -> Instant.parse(told.since()).plus(PATIENCE));
        Optional<Instant> drained = adoption.flatMap(status -> Times.read(status.drainingSince()))
                .map(since -> new Drain(o, now).end(since));
        Optional<Instant> back = Takeover.wakeAt(o, takeover, now);
        return Stream.of(impatient.filter(at -> at.isAfter(now)), drained.filter(at -> at.isAfter(now)), back)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }
}
