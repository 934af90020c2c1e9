package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.GoDuration;
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
        if (!isPromoting()) {
            return Walker.beginning(total);
        }
        List<Step> steps = observed.spec().strategy().steps();
        String held = GoDuration.format(Duration.ZERO);
        return new Walk(steps == null ? 0 : steps.size(), total, total, held, null, null, true);
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
        Weights before = observed.status().weights();
        int total = observed.spec().traffic().totalWeight();
        int present = before == null ? 0 : (int) ((long) before.canary() * total / before.total());
        boolean enough = sizing.map(size -> observed.canary().endpoints() >= size.forWeight(wanted, isPromoting()))
                .orElse(true);
        return wanted <= present || enough ? wanted : present;
    }

    /** What a person has to mend. */
    Optional<Problem> problem() {
        boolean mixed = isAt(Stage.Settling)
                && observed.adopted()
                        .filter(facts -> facts.target().isHeld()
                                && facts.target().running().size() > 1)
                        .isPresent();
        return mixed
                ? Optional.of(new Problem(
                        Reasons.PROMOTION_INTERRUPTED,
                        ("The pod template of Deployment %s was changed while the one before it (%s) was being rolled"
                                        + " out. Canary serves every request, and the Deployment stays paused: put the"
                                        + " template before back, and change it again when the release is Ready.")
                                .formatted(
                                        observed.stable().deployment(),
                                        observed.status().canaryRevision())))
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
            case Adopting, Restarting, Rolling -> Waiting.ROLLOUT;
            case Settling -> problem().isPresent() ? Waiting.MENDING : Waiting.ROLLOUT;
            case Idle -> observed.stable().ready() ? idle : Waiting.STABLE;
            case Returning -> Waiting.STREAMS;
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

    /** When to look again even if nothing changes. */
    Optional<Instant> wakeAt(Optional<AdoptionStatus> intended, Walk walk, Weights weights) {
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
        if (moved || arrived) {
            return Optional.of(now);
        }
        Optional<Instant> later = Times.read(intended.get().drainingSince())
                .map(since -> new Drain(observed, now).end(since))
                .or(() -> isAt(Stage.Releasing) ? Optional.of(ended(weights)) : Optional.empty());
        return later.filter(at -> at.isAfter(now));
    }

    private boolean isNews(@Nullable Walk walk) {
        return !Objects.equals(walk, observed.status().walk());
    }
}
