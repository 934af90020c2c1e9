package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.PastRelease.Outcome;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the adoption of the target in place means for walk, weights and waiting; nothing for other releases. */
final class Adopted {
    private final Observed observed;
    private final boolean frozen;
    private final boolean paused;
    private final Instant now;
    private final Optional<AdoptionStatus> next;
    private final Optional<Sizing> sizing;

    private Adopted(Observed observed, boolean frozen, boolean paused, Instant now) {
        this.observed = observed;
        this.frozen = frozen;
        this.paused = paused;
        this.now = now;
        AdoptionStatus before = observed.status().adoption();
        this.next = observed.adopted()
                .map(facts -> frozen
                        ? Objects.requireNonNullElse(before, AdoptionStatus.BEGINNING)
                        : Adoption.next(observed, facts, paused, now));
        this.sizing = observed.adopted()
                .map(facts -> new Sizing(
                        observed.spec(),
                        next.orElse(AdoptionStatus.BEGINNING),
                        facts.target().replicas()));
    }

    /** {@code frozen}: a problem keeps everything as it is. */
    static Adopted of(Observed observed, boolean frozen, boolean paused, Instant now) {
        return new Adopted(observed, frozen, paused, now);
    }

    private boolean isAt(Stage... stages) {
        return next.filter(status -> List.of(stages).contains(status.stage())).isPresent();
    }

    /** Canary's revision: none while there is no canary. */
    String revision(Supplier<String> otherwise) {
        if (next.isEmpty() || frozen) {
            return otherwise.get();
        }
        String known = observed.status().canaryRevision();
        boolean none = isAt(Stage.Adopting, Stage.Idle, Stage.Restarting);
        return none ? "" : known == null ? observed.canary().revision() : known;
    }

    /** The steps are walked while releasing; else everything goes to the one or the other. */
    Walk walk(Supplier<Walk> otherwise) {
        if (next.isEmpty() || frozen || isAt(Stage.Releasing, Stage.Rejected)) {
            return otherwise.get();
        }
        int total = observed.spec().traffic().totalWeight();
        String held = GoDuration.format(Duration.ZERO);
        if (!isPromoting()) {
            int kept = kept();
            return kept == 0 ? Walker.beginning(total) : new Walk(0, kept, total, held, null, null, false);
        }
        List<Step> steps = observed.spec().strategy().steps();
        return new Walk(steps == null ? 0 : steps.size(), total, total, held, null, null, true);
    }

    /**
     * What canary keeps of its weight after a promotion: an autoscaler may have made the target smaller while it had
     * nothing to do, which then gets what it has pods for, and grows with it.
     */
    private int kept() {
        int has = observed.stable().endpoints();
        int size = sizing.map(Sizing::size).orElse(0);
        if (!isPromoted() || has >= size || !patience().isAfter(now)) {
            return 0;
        }
        int total = observed.spec().traffic().totalWeight();
        return Math.min(present(), total - (int) ((long) total * has / size));
    }

    private boolean isPromoted() {
        return isAt(Stage.Returning)
                && next.map(AdoptionStatus::revision)
                        .filter(stable -> stable.equals(observed.status().canaryRevision()))
                        .isPresent();
    }

    /** Until then the target may grow: not every smaller one will. */
    private Instant patience() {
        Instant since = next.flatMap(status -> Times.read(status.since())).orElse(now);
        return since.plus(GoDuration.parse(observed.spec().progressDeadline()));
    }

    /** How the release stands for its history; empty where canary is the user's own. */
    Optional<Outcome> outcome() {
        return next.map(status -> isPromoted()
                ? Outcome.Promoted
                : isAt(Stage.Releasing, Stage.Promoting, Stage.Rolling, Stage.Settling, Stage.Rejected)
                        ? Outcome.Running
                        : Outcome.Superseded);
    }

    private boolean isPromoting() {
        return isAt(Stage.Promoting, Stage.Rolling, Stage.Settling);
    }

    /** A hold does not count while canary gets less than its step's weight because pods are missing. */
    boolean carriesItsWeight() {
        Walk walk = observed.status().walk();
        Weights weights = observed.status().weights();
        return next.isEmpty() || walk == null || weights == null || walk.weight() == weights.canary();
    }

    /** The weight that canary may have now: it rises only when there are pods enough for it. */
    int admitted(int wanted) {
        int present = present();
        boolean enough = sizing.map(size -> observed.canary().endpoints() >= size.forWeight(wanted, isPromoting()))
                .orElse(true);
        return wanted <= present || enough ? wanted : present;
    }

    /** The present weight, out of the total as it is now. */
    private int present() {
        Weights before = observed.status().weights();
        int total = observed.spec().traffic().totalWeight();
        return before == null ? 0 : (int) ((long) before.canary() * total / before.total());
    }

    /** What a person has to mend. */
    Optional<Problem> problem() {
        boolean mixed = isAt(Stage.Settling, Stage.Restarting)
                && next.filter(status -> Boolean.TRUE.equals(status.paused())).isPresent()
                && observed.adopted().filter(facts -> facts.target().isMixed()).isPresent();
        return mixed
                ? Optional.of(new Problem(
                        Reasons.ROLLOUT_INTERRUPTED,
                        ("The pod template of Deployment %s was changed while the one before it (%s) was being rolled"
                                        + " out, and its pods now run both. %s, and the Deployment stays paused: put the"
                                        + " template before back, and change it again when the release is Ready.")
                                .formatted(
                                        observed.stable().deployment(),
                                        isPromoting()
                                                ? observed.status().canaryRevision()
                                                : next.map(AdoptionStatus::revision)
                                                        .orElse(""),
                                        isPromoting() ? "Canary serves every request" : "They serve every request")))
                : Optional.empty();
    }

    Waiting waiting(Waiting otherwise, Walk walk, Weights weights) {
        if (next.isEmpty()
                || otherwise == Waiting.MENDING
                || otherwise == Waiting.PROXIES
                || otherwise == Waiting.CONFIRMATION) {
            return otherwise;
        }
        boolean lacks = weights.canary() < walk.weight();
        Waiting idle = paused ? Waiting.RESUME : Waiting.NOTHING;
        return switch (next.get().stage()) {
            case Adopting, Rolling -> Waiting.ROLLOUT;
            case Settling, Restarting -> problem().isPresent() ? Waiting.MENDING : Waiting.ROLLOUT;
            case Idle -> observed.stable().ready() ? idle : Waiting.STABLE;
            case Returning -> isKept() ? otherwise : Waiting.STREAMS;
            case Promoting -> paused ? idle : lacks ? Waiting.CANARY : Waiting.STREAMS;
            case Rejected -> otherwise;
            case Releasing -> lacks && otherwise != Waiting.RESUME ? Waiting.CANARY : otherwise;
        };
    }

    /** What is intended with both Deployments, once it is decided what weight comes next. */
    Optional<AdoptionStatus> status(Walk walk, Weights weights, boolean confirmed) {
        return next.map(
                status -> frozen || sizing.isEmpty() ? status : sized(status, sizing.get(), walk, weights, confirmed));
    }

    private AdoptionStatus sized(AdoptionStatus status, Sizing size, Walk walk, Weights weights, boolean confirmed) {
        if (!isAt(Stage.Releasing) && !isPromoting()) {
            return status;
        }
        int wanted = size.forWeight(Math.max(walk.weight(), weights.canary()), isPromoting());
        Integer had = status.replicas();
        boolean mayShrink =
                confirmed && isAt(Stage.Releasing) && !ended(weights).isAfter(now);
        return status.withReplicas(had == null || wanted >= had || mayShrink ? wanted : had);
    }

    /** From then on nothing is in flight any more that began at the weights before. */
    private Instant ended(Weights weights) {
        return new Drain(observed, now).end(Instant.parse(weights.since()));
    }

    /** Whether nothing but {@code spec.rollback.keep} is waited for. */
    private boolean isKept() {
        return next.flatMap(status -> Times.read(status.drainingSince()))
                .filter(new Drain(observed, now)::isCanaryDone)
                .filter(since -> Kept.until(observed, now).isPresent())
                .isPresent();
    }

    /** When to look again even if nothing changes. */
    Optional<Instant> wakeAt(Optional<AdoptionStatus> intended, Walk walk, Weights weights, boolean failed) {
        if (next.isEmpty() || frozen || intended.isEmpty()) {
            return Optional.empty();
        }
        AdoptionStatus before = observed.status().adoption();
        boolean moved = before == null || before.stage() != intended.get().stage();
        boolean arrived = isAt(Stage.Releasing)
                && walk.completed()
                && !paused
                && (observed.spec().strategy().steps() != null || walk.weight() == walk.total())
                && isNews(walk);
        boolean turned = failed ? isAt(Stage.Releasing, Stage.Promoting) : isAt(Stage.Rejected);
        if (moved || arrived || turned) {
            return Optional.of(now);
        }
        Optional<Instant> later = Times.read(intended.get().drainingSince())
                .map(since -> new Drain(observed, now).end(since))
                .filter(end -> end.isAfter(now))
                .or(() -> isAt(Stage.Returning) ? Kept.until(observed, now) : Optional.empty())
                .or(() -> isAt(Stage.Releasing)
                        ? Optional.of(ended(weights))
                        : isPromoted() ? Optional.of(patience()) : Optional.empty());
        return later.filter(at -> at.isAfter(now));
    }

    private boolean isNews(@Nullable Walk walk) {
        return !Objects.equals(walk, observed.status().walk());
    }
}
