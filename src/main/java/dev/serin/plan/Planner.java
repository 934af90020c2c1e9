package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a release does next.
 *
 * <p>What always holds: the canary's weight is never above the present step's; it is above zero only while the canary
 * has ready endpoints; it never moves up while the release is paused or has a problem, nor, unless a person promotes
 * it, outside of its schedule or before its gates have passed; it is zero as soon as the
 * revision has failed, whatever else is going on; a decision depends on nothing but its input, so that an operator that
 * starts anew decides the same.
 */
public final class Planner {
    private Planner() {}

    /** The decision for what was observed at this time. */
    public static Plan plan(Observed observed, Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.MILLIS);
        if (observed.deleting()) {
            return Removal.plan(observed, now);
        }
        Optional<Problem> problem = Checks.first(observed);
        boolean started = observed.status().weights() != null;
        if (problem.isPresent() && !started) {
            Walk walk = Walker.beginning(observed.spec().traffic().totalWeight());
            return new Plan(
                    Work.NOTHING,
                    problem,
                    Optional.empty(),
                    walk,
                    Optional.empty(),
                    0,
                    Waiting.MENDING,
                    verification(observed),
                    Optional.empty(),
                    false,
                    Course.unchanged(observed),
                    Optional.empty(),
                    Optional.ofNullable(observed.status().adoption()),
                    Optional.empty());
        }
        return serve(observed, problem, now);
    }

    private static Plan serve(Observed o, Optional<Problem> problem, Instant now) {
        Programming programming = Programming.of(o);
        Verification verification = verification(o);
        Deed deed = Deed.of(o);
        boolean paused = o.spec().paused() || deed.people().paused();
        boolean held = problem.isPresent() || paused;
        Adopted adopted = Adopted.of(o, problem.isPresent(), paused, now);
        String revision = adopted.revision(() -> revision(o, held));
        Trial trial = Trial.of(o, revision, deed, now);
        boolean counting = !held
                && programming.complete()
                && o.canary().ready()
                && !verification.failed()
                && trial.mayBegin()
                && adopted.carriesItsWeight();
        Walk walk = trial.orBack(() -> adopted.walk(() -> walk(o, held, counting, trial, now)));
        Weights weights = weights(o, adopted, walk, now);

        boolean changed = !sameShares(o.status().weights(), weights);
        Waiting waiting = adopted.waiting(
                trial.waiting(waiting(o, problem, paused, programming, walk, changed, verification), walk, counting),
                walk,
                weights);
        Optional<AdoptionStatus> adoption = adopted.status(walk, weights, !changed && programming.complete());
        Optional<Instant> blockedSince = blockedSince(o.status(), waiting, now);
        Optional<Instant> deadline =
                blockedSince.map(since -> since.plus(GoDuration.parse(o.spec().progressDeadline())));
        RebalanceStatus rebalance = Rebalancer.next(o, now);
        boolean overdue = deadline.map(end -> !end.isAfter(now)).orElse(false);
        return new Plan(
                Work.SERVE,
                problem.or(adopted::problem),
                Optional.of(revision).filter(text -> !text.isEmpty()),
                walk,
                Optional.of(weights),
                changed ? 0 : programming.confirmed(),
                waiting,
                changed ? Verification.of(null, o.spec().traffic().split(), o.traffic()) : verification,
                blockedSince,
                overdue,
                trial.course(walk, adopted.outcome()),
                Optional.of(rebalance),
                adoption,
                earliest(
                        earliest(trial.wakeAt(), adopted.wakeAt(adoption, walk, weights, trial.failed())),
                        earliest(
                                wakeAt(walk, overdue ? Optional.empty() : deadline),
                                Rebalancer.wakeAt(rebalance, now))));
    }

    /** The canary's revision that the walk is about: a new one is taken up only when the release may move. */
    private static String revision(Observed o, boolean held) {
        String known = o.status().canaryRevision();
        return held && known != null ? known : o.canary().revision();
    }

    private static Walk walk(Observed o, boolean held, boolean counting, Trial trial, Instant now) {
        int total = o.spec().traffic().totalWeight();
        Walk persisted = o.status().walk();
        Strategy strategy = o.spec().strategy();
        List<Step> steps = strategy.steps();
        if (held) {
            return stopped(persisted, total, now);
        }
        if (steps == null || steps.isEmpty()) {
            return byHand(strategy, total);
        }
        Walker walker = new Walker(steps, total);
        return trial.beginsAnew() ? Walker.beginning(total) : walker.next(persisted, counting, trial, now);
    }

    /** Everything stays where it is, whatever the spec says meanwhile; only the hold stops counting. */
    private static Walk stopped(@Nullable Walk persisted, int total, Instant now) {
        return persisted == null ? Walker.beginning(total) : Walker.stopped(persisted, now);
    }

    private static Walk byHand(Strategy strategy, int total) {
        Integer weight = strategy.weight();
        Walk start = Walker.beginning(total);
        return new Walk(0, weight == null ? 0 : Math.min(weight, total), total, start.held(), null, null, true);
    }

    /** The wanted weight as long as the canary can take it, none otherwise. */
    private static Weights weights(Observed o, Adopted adopted, Walk walk, Instant now) {
        int canary = o.canary().ready() ? adopted.admitted(walk.weight()) : 0;
        Weights before = o.status().weights();
        Weights after = new Weights(walk.total(), walk.total() - canary, canary, Times.text(now), null);
        return before != null && sameShares(before, after) ? before : after;
    }

    private static boolean sameShares(@Nullable Weights before, Weights after) {
        return before != null && before.total() == after.total() && before.canary() == after.canary();
    }

    private static Verification verification(Observed o) {
        return Verification.of(o.status().weights(), o.spec().traffic().split(), o.traffic());
    }

    private static Waiting waiting(
            Observed o,
            Optional<Problem> problem,
            boolean paused,
            Programming programming,
            Walk walk,
            boolean changed,
            Verification verification) {
        if (problem.isPresent()) {
            return Waiting.MENDING;
        } else if (paused) {
            return Waiting.RESUME;
        } else if (programming.ready() == 0) {
            return Waiting.PROXIES;
        } else if (changed || !programming.complete()) {
            return Waiting.CONFIRMATION;
        } else if (!o.canary().ready() && (walk.weight() > 0 || !walk.completed())) {
            return Waiting.CANARY;
        } else if (!o.stable().ready() && walk.weight() < walk.total()) {
            return Waiting.STABLE;
        } else if (verification.failed() && !walk.completed()) {
            return Waiting.TRAFFIC;
        }
        return walk.completed() ? Waiting.NOTHING : Waiting.HOLD;
    }

    private static Optional<Instant> blockedSince(CanaryReleaseStatus before, Waiting waiting, Instant now) {
        return waiting.isBlocked() ? Times.read(before.blockedSince()).or(() -> Optional.of(now)) : Optional.empty();
    }

    private static Optional<Instant> wakeAt(Walk walk, Optional<Instant> deadline) {
        Optional<Instant> held = Times.read(walk.heldUntil());
        return held.isPresent() ? held : deadline;
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }
}
