package dev.serin.plan;

import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.GateStatus;
import dev.serin.api.v1alpha1.PastRelease.Outcome;
import dev.serin.api.v1alpha1.People;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What numbers and people say of the present revision: whether it has to go back, and whether a hold may end.
 *
 * <p>A revision that was sent back stays so until another one comes, or a person asks for a retry or for promotion.
 */
final class Trial {
    private final Observed observed;
    private final String revision;
    private final Deed deed;
    private final boolean anew;
    private final Instant now;
    private final Optional<Judging> judging;
    private final Optional<Gating> gating;
    private final People people;
    private Optional<Failure> failure;
    private Gate gate = Gate.OPEN;
    private Optional<Instant> opens = Optional.empty();

    private Trial(Observed observed, String revision, Deed deed, boolean anew, Instant now) {
        this.observed = observed;
        this.revision = revision;
        this.deed = deed;
        this.anew = anew;
        this.now = now;
        boolean another = anew && deed.kind().isEmpty();
        people = another
                ? new People(deed.people().paused(), false, null, deed.people().taken())
                : deed.people();
        boolean freed = anew || deed.kind().filter(Trial::frees).isPresent();
        failure =
                freed ? Optional.empty() : Optional.ofNullable(observed.status().failure());
        judging = failure.isEmpty() && isJudged()
                ? Optional.of(new Judging(observed, observed.spec().judgement().orElseThrow(), freed, now))
                : Optional.empty();
        if (deed.kind().equals(Optional.of(Deed.Kind.ABORT))) {
            fail(new Problem(Reasons.ABORTED, "A person asked for it by serin.dev/action: abort."));
        }
        gating = judging.map(each -> Gating.during(observed, revision, each.since(), each.gates(), now));
        judging.flatMap(Judging::failing).ifPresent(this::fail);
        gating.flatMap(Gating::failing).ifPresent(this::fail);
    }

    private static boolean frees(Deed.Kind kind) {
        return kind == Deed.Kind.RETRY || kind == Deed.Kind.PROMOTE;
    }

    static Trial of(Observed observed, String revision, Deed deed, Instant now) {
        return new Trial(observed, revision, deed, isAnew(observed, revision), now);
    }

    /** Whether the canary's revision is another one than that which the status is about. */
    static boolean isAnew(Observed observed, String revision) {
        String known = observed.status().canaryRevision();
        return known != null && !revision.equals(known);
    }

    private boolean isJudged() {
        Walk walk = observed.status().walk();
        boolean begins = anew || deed.kind().filter(Trial::frees).isPresent();
        return isJudged(begins ? null : walk);
    }

    /** A release that has come to its end has nothing left to decide, and pods of another revision nothing to say. */
    private boolean isJudged(@Nullable Walk walk) {
        boolean byHand = observed.spec().strategy().steps() == null;
        boolean going =
                walk == null || (byHand ? walk.weight() > 0 && walk.weight() < walk.total() : !walk.completed());
        return observed.spec().judgement().isPresent()
                && Checks.durationIsInvalid(observed).isEmpty()
                && !people.promoted()
                && observed.canary().revision().equals(revision)
                && going;
    }

    private void fail(Problem problem) {
        if (failure.isEmpty()) {
            failure = Optional.of(new Failure(revision, Times.text(now), problem.reason(), problem.message()));
        }
    }

    boolean failed() {
        return failure.isPresent();
    }

    /** Whether the walk begins anew: for another revision, or since a person asks for it. */
    boolean beginsAnew() {
        return anew || deed.kind().equals(Optional.of(Deed.Kind.RETRY));
    }

    /** Whether the steps are gone through at once. */
    boolean promoted() {
        return people.promoted();
    }

    /** The first weight waits until no pod of an earlier template is left that would be judged in canary's place. */
    boolean mayBegin() {
        Walk walk = observed.status().walk();
        return observed.spec().judgement().isEmpty()
                || promoted()
                || observed.canaryFacts().replaced()
                || (walk != null && walk.step() > 0 && !beginsAnew());
    }

    /** Whether the present step's hold may end now that its time is over; may find that canary has to go back. */
    Gate atEndOfHold(Walk place, @Nullable Step step, OptionalInt next) {
        gate = place.step() == 0 ? Gate.OPEN : gate(step);
        if (gate == Gate.OPEN) {
            gate = toBegin(place, next);
        }
        return gate;
    }

    /** Whether what comes next may begin: the {@code next} weight, or else the end of the walk. */
    private Gate toBegin(Walk place, OptionalInt next) {
        boolean inPlace = observed.adopted().isPresent();
        if (next.isPresent() || inPlace) {
            opens = Optional.ofNullable(observed.spec().schedule()).flatMap(schedule -> Windows.opens(schedule, now));
        }
        if (opens.isPresent()) {
            return Gate.SCHEDULE;
        }
        boolean starts = place.weight() == 0;
        boolean promotes = place.weight() < place.total() && next.orElse(inPlace ? place.total() : 0) == place.total();
        boolean started = !starts || allPass(When.Start);
        boolean passed = started && (!promotes || allPass(When.Promotion));
        return passed ? Gate.OPEN : Gate.CHECK;
    }

    private boolean allPass(When when) {
        return gating.map(gates -> gates.allPass(when)).orElse(true);
    }

    private Gate gate(@Nullable Step step) {
        judging.flatMap(Judging::failingAtEndOfHold).ifPresent(this::fail);
        if (failed() || judging.filter(judge -> !judge.isGoodAtEndOfHold()).isPresent()) {
            return Gate.JUDGEMENT;
        } else if (!allPass(When.Step)) {
            return Gate.CHECK;
        }
        boolean approved =
                step == null || !Deed.needsApproval(step) || Objects.equals(people.approvedWeight(), step.weight());
        return approved ? Gate.OPEN : Gate.APPROVAL;
    }

    /** The walk, or the place before it where canary has to go back, which may be found on the way. */
    Walk orBack(Supplier<Walk> walk) {
        Walk next = failed() ? null : walk.get();
        return next == null || failed()
                ? Walker.beginning(observed.spec().traffic().totalWeight())
                : next;
    }

    /** What the release waits for, beside proxies and pods. */
    Waiting waiting(Waiting otherwise, Walk walk, boolean counting) {
        return switch (otherwise) {
            case MENDING, PROXIES, CONFIRMATION, ROLLOUT, STREAMS, REMOVAL -> otherwise;
            case NOTHING, CANARY, STABLE, TRAFFIC, RESUME, JUDGEMENT, JOB, GATE, SCHEDULE, APPROVAL, FAILED ->
                failed() ? Waiting.FAILED : otherwise;
            case HOLD -> failed() ? Waiting.FAILED : !mayBegin() ? Waiting.CANARY : atHold(walk, counting);
        };
    }

    private Waiting atHold(Walk walk, boolean counting) {
        boolean over = counting && walk.heldSince() == null;
        if (!over) {
            return Waiting.HOLD;
        }
        return switch (gate) {
            case APPROVAL -> Waiting.APPROVAL;
            case JUDGEMENT -> Waiting.JUDGEMENT;
            case CHECK -> gating.filter(Gating::isOwed).isPresent() ? Waiting.GATE : Waiting.JOB;
            case SCHEDULE -> Waiting.SCHEDULE;
            case OPEN -> Waiting.HOLD;
        };
    }

    /** When to look again even if nothing changes. */
    Optional<Instant> wakeAt() {
        return opens;
    }

    /** Whether what canary answers now is answered at its weight. */
    private boolean isAtItsWeight(Walk next) {
        Walk walk = observed.status().walk();
        Weights weights = observed.status().weights();
        return walk != null
                && weights != null
                && next.weight() > 0
                && walk.weight() == next.weight()
                && weights.canary() == next.weight()
                && Programming.of(observed).complete();
    }

    /** All of it, for the status, once it is decided what weight comes next. */
    Course course(Walk next, Optional<Outcome> adopted) {
        Optional<Problem> why = failure.map(failed -> new Problem(failed.reason(), failed.message()));
        AnalysisStatus known = observed.spec().judgement().isEmpty() || anew
                ? null
                : observed.status().analysis();
        boolean goesOn = isJudged(next) && failure.isEmpty();
        gating.filter(gates -> goesOn && isAtItsWeight(next)).ifPresent(Gating::watch);
        Optional<Gating> gates = failure.map(failed -> Gating.after(observed, failed, answered(known), now))
                .or(() -> gating);
        Optional<AnalysisStatus> analysis = judging.map(each -> each.status(next, why))
                .or(() -> Optional.ofNullable(known))
                .map(status -> gates.map(each -> status.with(each.status(next.weight(), failed()), each.unclear()))
                        .orElse(status));
        return new Course(
                failure,
                analysis,
                people.equals(People.NOBODY) ? Optional.empty() : Optional.of(people),
                Chronicle.next(observed, revision, next, adopted, failure, analysis, beginsAnew(), now),
                goesOn,
                analysis.isPresent() ? gates.map(Gating::questions).orElse(List.of()) : List.of(),
                gates.flatMap(Gating::awaited),
                opens,
                deed.answer());
    }

    private List<GateStatus> answered(@Nullable AnalysisStatus known) {
        return gating.map(Gating::answered).orElse(known == null ? List.of() : known.gates());
    }
}
