package dev.serin.plan;

import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The walk through the steps.
 *
 * <pre>
 *   step 0, weight 0 ──confirmed, canary ready──► step 1 ──held──► step 2 … ──held──► step n ──held──► completed
 * </pre>
 *
 * A hold counts only while every ready proxy has confirmed the weight, the canary has ready pods and the release is
 * not paused; it stands still otherwise and goes on where it was.
 */
final class Walker {
    private final List<Step> steps;
    private final int total;

    Walker(List<Step> steps, int total) {
        this.steps = steps;
        this.total = total;
    }

    /** The place before the first step: everything goes to stable. */
    static Walk beginning(int total) {
        return new Walk(0, 0, total, GoDuration.format(Duration.ZERO), null, null, false);
    }

    /** The same place with a hold that has stopped counting, whatever the steps say meanwhile. */
    static Walk stopped(Walk place, Instant now) {
        String held = GoDuration.format(heldUntil(place, now));
        return new Walk(place.step(), place.weight(), place.total(), held, null, null, place.completed());
    }

    /** One decision further: at most one step is taken, since its weight has to be confirmed first. */
    Walk next(@Nullable Walk persisted, boolean counting, Trial trial, Instant now) {
        Walk place = locate(persisted == null ? beginning(total) : persisted);
        if (place.completed()) {
            return place;
        }
        if (!counting) {
            return at(place, heldUntil(place, now), null, false);
        }
        if (trial.promoted()) {
            return place.step() < steps.size() ? taken(steps.size()) : at(place, heldUntil(place, now), null, true);
        }
        Duration held = heldUntil(place, now);
        if (held.compareTo(hold(place)) < 0) {
            return place.heldSince() == null ? at(place, held, now, false) : resumed(place);
        }
        if (!mayLeave(place, trial)) {
            return at(place, held, null, false);
        }
        return place.step() < steps.size() ? taken(place.step() + 1) : at(place, held, null, true);
    }

    private Walk taken(int step) {
        int weight = steps.get(step - 1).weight();
        return new Walk(step, weight, total, GoDuration.format(Duration.ZERO), null, null, false);
    }

    /** A weight at which no request was meant to be judged yet is left without judgement, but not without a check. */
    private boolean mayLeave(Walk place, Trial trial) {
        boolean isStep = place.step() > 0 && isStep(place.step(), place.weight());
        OptionalInt next = place.step() < steps.size()
                ? OptionalInt.of(steps.get(place.step()).weight())
                : OptionalInt.empty();
        return trial.atEndOfHold(place, isStep ? steps.get(place.step() - 1) : null, next) == Gate.OPEN;
    }

    /**
     * Finds the present weight among the steps as they are now, which may have been edited: the weight is kept, and
     * the walk goes on with the first step above it. A weight above the last step comes down to it.
     */
    private Walk locate(Walk walk) {
        int weight = rescale(walk);
        if (weight == walk.weight() && walk.total() == total && isStep(walk.step(), weight)) {
            return walk.completed() && walk.step() < steps.size() ? reopened(walk) : walk;
        }
        int last = steps.getLast().weight();
        if (weight > last) {
            return new Walk(steps.size(), last, total, GoDuration.format(Duration.ZERO), null, null, false);
        }
        int reached =
                (int) steps.stream().filter(step -> step.weight() <= weight).count();
        boolean completed = walk.completed() && reached == steps.size();
        return new Walk(reached, weight, total, walk.held(), walk.heldSince(), null, completed);
    }

    /** Steps were added behind the one that was the last. */
    private static Walk reopened(Walk walk) {
        return new Walk(walk.step(), walk.weight(), walk.total(), walk.held(), null, null, false);
    }

    /** The same share out of a total that may have changed; rounded down, so that canary never gets more by it. */
    private int rescale(Walk walk) {
        return (int) ((long) walk.weight() * total / walk.total());
    }

    private boolean isStep(int step, int weight) {
        return step == 0
                ? weight == 0
                : step <= steps.size() && steps.get(step - 1).weight() == weight;
    }

    /** A weight that is no step any more has nothing to hold. */
    private Duration hold(Walk place) {
        return place.step() > 0 && isStep(place.step(), place.weight())
                ? GoDuration.parse(steps.get(place.step() - 1).hold())
                : Duration.ZERO;
    }

    private static Duration heldUntil(Walk place, Instant now) {
        Duration before = GoDuration.parse(place.held());
        return Times.read(place.heldSince())
                .map(since -> before.plus(atLeastZero(Duration.between(since, now))))
                .orElse(before);
    }

    /** A clock that was set back must not shorten what was held before. */
    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private Walk at(Walk place, Duration held, @Nullable Instant since, boolean completed) {
        String until = since == null ? null : Times.text(since.plus(hold(place).minus(held)));
        return new Walk(
                place.step(),
                place.weight(),
                total,
                GoDuration.format(held),
                since == null ? null : Times.text(since),
                until,
                completed);
    }

    /** The hold goes on; only its end may have moved, when the step's hold was edited. */
    private Walk resumed(Walk place) {
        Instant since = Times.read(place.heldSince()).orElseThrow();
        return at(place, GoDuration.parse(place.held()), since, false);
    }
}
