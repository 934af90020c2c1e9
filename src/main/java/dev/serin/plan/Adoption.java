package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.plan.AdoptedFacts.Running;
import dev.serin.plan.AdoptedFacts.Target;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a release without {@code canaryRef} goes next with its target: at most one {@link Stage} further with each
 * decision, since each has to be persisted before anything is done about it.
 *
 * <p>A paused Deployment keeps its pods, replaces lost ones and scales with the template that was rolled out last, and
 * holds a changed one back; see "Pausing and Resuming a rollout of a Deployment" in Kubernetes' documentation.
 */
final class Adoption {
    private final Observed observed;
    private final boolean paused;
    private final Target target;
    private final AdoptionStatus before;
    private final Instant now;
    private final Drain drain;
    private final Optional<Weights> confirmed;

    private Adoption(Observed observed, AdoptedFacts facts, boolean paused, Instant now) {
        this.observed = observed;
        this.paused = paused;
        this.target = facts.target();
        this.before = Optional.ofNullable(observed.status().adoption()).orElse(AdoptionStatus.BEGINNING);
        this.now = now;
        this.drain = new Drain(observed, now);
        this.confirmed = Optional.ofNullable(observed.status().weights())
                .filter(weights -> Programming.of(observed).complete());
    }

    static AdoptionStatus next(Observed observed, AdoptedFacts facts, boolean paused, Instant now) {
        var adoption = new Adoption(observed, facts, paused, now);
        AdoptionStatus next = adoption.pendingOn(adoption.next());
        boolean arrives = next.since() == null || next.stage() != adoption.before.stage();
        return arrives ? next.arrived(Times.text(now)) : next;
    }

    /** Where a release stands; empty where canary is the user's own. */
    static Optional<Stage> stage(Observed observed) {
        return observed.adopted()
                .map(facts -> Optional.ofNullable(observed.status().adoption())
                        .orElse(AdoptionStatus.BEGINNING)
                        .stage());
    }

    /** A release that is taken down goes nowhere; only what is pending is looked at. */
    static AdoptionStatus pending(Observed observed, AdoptionStatus status, Instant now) {
        return observed.adopted()
                .map(facts -> new Adoption(observed, facts, true, now).pendingOn(status))
                .orElse(status);
    }

    private AdoptionStatus pendingOn(AdoptionStatus status) {
        return status.pendingOn(isPending(status) ? target.revision() : null);
    }

    /** Whether the target's template waits for something: it is not what stable runs, and nobody has promoted it. */
    private boolean isPending(AdoptionStatus next) {
        boolean promoted = (next.stage() == Stage.Rolling || next.stage() == Stage.Settling) && isReleased();
        return next.revision() != null && !next.revision().equals(target.revision()) && !promoted;
    }

    private AdoptionStatus next() {
        return isResumed()
                ? resumed()
                : switch (before.stage()) {
                    case Adopting -> adopting();
                    case Idle -> idle();
                    case Restarting -> restarting();
                    case Releasing -> releasing();
                    case Promoting -> promoting();
                    case Rolling -> rolling();
                    case Settling -> settling();
                    case Returning -> returning();
                    case Rejected -> rejected();
                };
    }

    /** Whether somebody else unpaused the target, or made it anew: these stages are reached only once it is held. */
    private boolean isResumed() {
        boolean held = switch (before.stage()) {
            case Idle, Releasing, Promoting, Returning, Rejected -> Boolean.TRUE.equals(before.paused());
            case Adopting, Restarting, Rolling, Settling -> false;
        };
        return held && !target.paused();
    }

    /** It is let go on: to pause it at once might keep it from ever having pods, or leave it with two versions. */
    private AdoptionStatus resumed() {
        return switch (before.stage()) {
            case Promoting -> before.at(Stage.Rolling, false);
            case Releasing, Returning -> before.at(Stage.Returning, null);
            case Idle, Rejected, Adopting, Restarting, Rolling, Settling -> before.at(Stage.Adopting, null);
        };
    }

    /** What was paused in the middle of a rollout by the operator is let go on; somebody else's pause is respected. */
    private AdoptionStatus adopting() {
        boolean ours = Boolean.TRUE.equals(before.paused());
        if (!target.isHeld()) {
            return target.rolledOut() ? before.at(Stage.Adopting, true) : before;
        }
        Optional<Running> single = target.single();
        if (single.isPresent()) {
            return runs(single.get()).at(Stage.Idle, true);
        }
        return ours && !target.running().isEmpty() ? before.at(Stage.Adopting, false) : before;
    }

    private AdoptionStatus idle() {
        if (paused || !target.isHeld()) {
            return before;
        }
        if (!isStable()) {
            boolean gone = isCanaryGone()
                    && observed.adopted().flatMap(AdoptedFacts::canary).isEmpty();
            return gone ? before.at(Stage.Releasing, true).withSize(target.replicas()) : before;
        }
        boolean restart = target.restartedAt() != null && !target.restartedAt().equals(before.restartedAt());
        return restart || target.stale() ? before.at(Stage.Restarting, false) : before;
    }

    /** Another template that comes meanwhile is held back, and released once the target is held. */
    private AdoptionStatus restarting() {
        if (!Boolean.TRUE.equals(before.paused())) {
            return target.rolledOut() || !isStable() ? before.at(Stage.Restarting, true) : before;
        }
        if (!target.isHeld()) {
            return before;
        }
        return target.single()
                .map(single -> runs(single).at(Stage.Idle, true))
                .orElseGet(() -> isStable() ? before.at(Stage.Restarting, false) : before);
    }

    private AdoptionStatus releasing() {
        if (!isReleased() || isFailed()) {
            return before.at(Stage.Returning, true);
        }
        Walk walk = observed.status().walk();
        boolean walked = walk != null
                && walk.completed()
                && (observed.spec().strategy().steps() != null || walk.weight() == walk.total());
        return walked && !paused ? before.at(Stage.Promoting, true) : before;
    }

    private AdoptionStatus promoting() {
        if (!isReleased() || isFailed()) {
            return before.at(Stage.Returning, true);
        }
        boolean all =
                confirmed.filter(weights -> weights.canary() == weights.total()).isPresent();
        Optional<Instant> since = Times.read(before.drainingSince());
        if (!all || since.isEmpty()) {
            return before.draining(all ? Times.text(now) : null);
        }
        boolean goes = drain.isStableDone(since.get()) && !paused;
        return goes ? before.at(Stage.Rolling, false) : before;
    }

    /** The template before may come back, too. Any other is held back, as nobody has judged it. */
    private AdoptionStatus rolling() {
        return target.rolledOut() || !(isReleased() || isStable()) ? before.at(Stage.Settling, true) : before;
    }

    private AdoptionStatus settling() {
        if (!target.isHeld()) {
            return before;
        }
        return target.single()
                .map(single -> runs(single).at(Stage.Returning, true))
                .orElseGet(() -> isReleased() || isStable() ? before.at(Stage.Rolling, false) : before);
    }

    private AdoptionStatus returning() {
        Optional<Instant> since = Times.read(before.drainingSince());
        if (since.isEmpty()) {
            boolean none = confirmed.filter(weights -> weights.canary() == 0).isPresent();
            return before.draining(none ? Times.text(now) : null);
        }
        boolean going = Integer.valueOf(0).equals(before.replicas());
        if (!going
                && (!drain.isCanaryDone(since.get())
                        || Kept.until(observed, now).isPresent())) {
            return before;
        }
        return isCanaryGone() ? returned().withReplicas(null).withSize(null) : before.withReplicas(0);
    }

    private AdoptionStatus returned() {
        if (!Boolean.TRUE.equals(before.paused())) {
            return before.at(Stage.Adopting, null);
        }
        return before.at(isFailed() && isReleased() && !isStable() ? Stage.Rejected : Stage.Idle, true);
    }

    /** Until the template is another one, or a person asks for this one again. */
    private AdoptionStatus rejected() {
        if (!isReleased() || isStable()) {
            return before.at(Stage.Idle, true);
        }
        return isFailed() ? before : before.at(Stage.Releasing, true).withSize(target.replicas());
    }

    private boolean isFailed() {
        return observed.status().failure() != null;
    }

    private AdoptionStatus runs(Running running) {
        return before.running(running.revision(), running.restartedAt());
    }

    private boolean isStable() {
        return target.revision().equals(before.revision());
    }

    /** Whether the template is still the one that canary was made from. */
    private boolean isReleased() {
        return target.revision().equals(observed.status().canaryRevision());
    }

    private boolean isCanaryGone() {
        return observed.canary().endpoints() == 0
                && observed.adopted()
                        .flatMap(AdoptedFacts::canary)
                        .map(canary -> canary.pods() == 0)
                        .orElse(true);
    }
}
