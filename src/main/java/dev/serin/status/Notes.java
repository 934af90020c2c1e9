package dev.serin.status;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What changed between two statuses, told as a log of the release. */
public final class Notes {
    private final CanaryReleaseStatus before;
    private final CanaryReleaseStatus after;
    private final List<Note> notes = new ArrayList<>();

    private Notes(CanaryReleaseStatus before, CanaryReleaseStatus after) {
        this.before = before;
        this.after = after;
    }

    /** The notes for a change of status, in the order in which they read well; none for equal ones. */
    public static List<Note> between(CanaryReleaseStatus before, CanaryReleaseStatus after) {
        var all = new Notes(before, after);
        all.revision();
        all.notes.addAll(Adoptions.notes(before, after));
        all.stalled();
        all.pause();
        all.weights();
        all.canary();
        all.programmed();
        all.verified();
        all.awaiting();
        all.completed();
        all.terminating();
        CoveredCondition.note(before, after).ifPresent(all.notes::add);
        Rebalances.note(before.rebalance(), after.rebalance()).ifPresent(all.notes::add);
        return List.copyOf(all.notes);
    }

    /** The notes for objects that had been changed or deleted by somebody. */
    public static List<Note> repaired(List<? extends HasMetadata> objects) {
        return objects.stream()
                .map(object -> Note.normal(
                        Reasons.REPAIRED,
                        "%s %s had been changed or deleted by somebody and was put right."
                                .formatted(
                                        object.getKind(), object.getMetadata().getName())))
                .toList();
    }

    private void revision() {
        String old = before.canaryRevision();
        if (old != null && after.adoption() == null && !old.equals(after.canaryRevision())) {
            notes.add(Note.normal(
                    Reasons.NEW_REVISION,
                    "Canary's pod template changed (%s, was %s).".formatted(after.canaryRevision(), old)));
        }
    }

    private void stalled() {
        Optional<Condition> stalled = after.condition(Conditions.STALLED).filter(Condition::isTrue);
        Optional<Condition> was = before.condition(Conditions.STALLED).filter(Condition::isTrue);
        if (stalled.isPresent() && !stalled.map(Condition::reason).equals(was.map(Condition::reason))) {
            stalled.ifPresent(now -> notes.add(Note.warning(now.reason(), now.message())));
        } else if (stalled.isEmpty()
                && was.filter(old -> !JudgedCondition.isFailure(old.reason())).isPresent()) {
            was.ifPresent(old -> notes.add(Note.normal(Reasons.RECOVERED, old.reason() + " is mended.")));
        }
    }

    private void pause() {
        if (after.phase() == Phase.Paused && before.phase() != Phase.Paused) {
            notes.add(Note.normal(Reasons.PAUSED, "The release is held where it is."));
        } else if (before.phase() == Phase.Paused && after.phase() != Phase.Paused) {
            notes.add(Note.normal(Reasons.RESUMED, "The release goes on where it was."));
        }
    }

    private void weights() {
        Weights old = before.weights();
        Weights now = after.weights();
        if (now == null || (old == null && now.canary() == 0) || (old != null && same(old, now))) {
            return;
        }
        String step = after.step() == null ? "" : ", step " + after.step();
        String was = old == null ? "" : " (was %d of %d)".formatted(old.canary(), old.total());
        notes.add(Note.normal(
                Reasons.WEIGHT_CHANGED,
                "Canary gets %d of %d requests%s%s.".formatted(now.canary(), now.total(), was, step)));
    }

    private static boolean same(Weights one, Weights other) {
        return one.canary() == other.canary() && one.total() == other.total();
    }

    private void canary() {
        boolean was = isWaitingForCanary(before);
        boolean is = isWaitingForCanary(after);
        if (is && !was) {
            after.condition(Conditions.READY)
                    .ifPresent(ready -> notes.add(Note.warning(Reasons.CANARY_NOT_READY, ready.message())));
        } else if (was && !is && after.phase() != Phase.Terminating) {
            notes.add(Note.normal(Reasons.CANARY_READY, "Canary has ready pods again."));
        }
    }

    private static boolean isWaitingForCanary(CanaryReleaseStatus status) {
        return status.condition(Conditions.READY)
                .map(ready -> ready.reason().equals(Reasons.CANARY_NOT_READY))
                .orElse(false);
    }

    private void programmed() {
        Optional<Condition> now = after.condition(Conditions.TRAFFIC_PROGRAMMED);
        Optional<Condition> old = before.condition(Conditions.TRAFFIC_PROGRAMMED);
        boolean was = old.map(Condition::isTrue).orElse(false);
        now.filter(is -> is.isTrue() && !was)
                .ifPresent(is -> notes.add(Note.normal(Reasons.WEIGHT_CONFIRMED, is.message())));
        now.filter(is -> is.reason().equals(Reasons.CONFIGURATION_REJECTED))
                .filter(is -> !old.map(Condition::message).equals(Optional.of(is.message())))
                .ifPresent(is -> notes.add(Note.warning(is.reason(), is.message())));
    }

    private void verified() {
        Optional<Condition> now = after.condition(Conditions.TRAFFIC_VERIFIED);
        Optional<String> before = before().map(Condition::status);
        now.filter(is -> is.status().equals(Condition.FALSE))
                .filter(is -> !before.equals(Optional.of(Condition.FALSE)))
                .ifPresent(is -> notes.add(Note.warning(is.reason(), is.message())));
        now.filter(Condition::isTrue)
                .filter(is -> before.equals(Optional.of(Condition.FALSE)))
                .ifPresent(is -> notes.add(Note.normal(is.reason(), is.message())));
    }

    private Optional<Condition> before() {
        return before.condition(Conditions.TRAFFIC_VERIFIED);
    }

    /** A hold whose time is over, and which goes on all the same. */
    private void awaiting() {
        Optional<Condition> now = after.condition(Conditions.PROGRESSING);
        Optional<String> old = before.condition(Conditions.PROGRESSING).map(Condition::reason);
        now.filter(is -> is.reason().equals(Reasons.AWAITING_APPROVAL)
                        || is.reason().equals(Reasons.AWAITING_JUDGEMENT)
                        || is.reason().equals(Reasons.AWAITING_GATE)
                        || is.reason().equals(Reasons.OUTSIDE_SCHEDULE))
                .filter(is -> !old.equals(Optional.of(is.reason())))
                .ifPresent(is -> notes.add(Note.normal(is.reason(), is.message())));
    }

    private void completed() {
        Walk old = before.walk();
        Walk now = after.walk();
        if (now != null
                && after.adoption() == null
                && now.completed()
                && now.step() > 0
                && (old == null || !old.completed())) {
            notes.add(Note.normal(
                    Reasons.COMPLETED,
                    "All steps are done: canary keeps %d of %d requests.".formatted(now.weight(), now.total())));
        }
    }

    private void terminating() {
        if (after.phase() == Phase.Terminating && before.phase() != Phase.Terminating) {
            notes.add(
                    Note.normal(Reasons.TERMINATING, "All requests go to stable; the proxies drain and are removed."));
        }
    }
}
