package dev.serin.status;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adoption in place, in words: the condition {@code Promoted}, and the events. */
final class Adoptions {
    private Adoptions() {}

    /** From the last step's end until canary is gone. */
    static boolean isPromoting(Plan plan) {
        return plan.adoption()
                .filter(status -> switch (status.stage()) {
                    case Promoting, Rolling, Settling -> true;
                    case Returning -> isPromoted(status, plan.revision().orElse(null));
                    case Adopting, Idle, Restarting, Releasing, Rejected -> false;
                })
                .isPresent();
    }

    /** Whether stable's pods run what canary's run. */
    private static boolean isPromoted(AdoptionStatus status, @Nullable String canary) {
        return canary != null && canary.equals(status.revision());
    }

    /** Kept while idle, until the next release. */
    static Condition promoted(Observed observed, Plan plan, ConditionFactory factory) {
        AdoptionStatus status = plan.adoption().orElse(AdoptionStatus.BEGINNING);
        String target = "Deployment " + observed.stable().deployment();
        boolean before = observed.status()
                .condition(Conditions.PROMOTED)
                .filter(Condition::isTrue)
                .isPresent();
        boolean done = switch (status.stage()) {
            case Idle, Adopting, Restarting -> before;
            case Returning -> isPromoted(status, plan.revision().orElse(null));
            case Releasing, Promoting, Rolling, Settling, Rejected -> false;
        };
        if (done) {
            return factory.yes(
                    Conditions.PROMOTED,
                    Reasons.PROMOTED,
                    "%s runs %s, which canary ran before.".formatted(target, status.revision()));
        }
        return isPromoting(plan)
                ? factory.no(Conditions.PROMOTED, Reasons.PROMOTING, target + " is taking canary's template over.")
                : factory.no(Conditions.PROMOTED, Reasons.NOT_PROMOTED, target + " runs what it ran before.");
    }

    /** Whose requests in flight are waited for. */
    static String streams(Plan plan) {
        if (plan.adoption().filter(status -> status.stage() == Stage.Returning).isPresent()
                && plan.weights().filter(weights -> weights.canary() > 0).isPresent()) {
            return "The target has fewer ready pods than before the release: it gets its share of requests by them as it"
                    + " grows, and after spec.progressDeadline all.";
        }
        boolean canary = plan.adoption()
                .filter(status -> status.stage() == Stage.Returning)
                .isPresent();
        return "Goes on when no request is in flight to %s any more, at the latest after spec.rebalance.streamGracePeriod."
                .formatted(canary ? "canary" : "stable");
    }

    static List<Note> notes(CanaryReleaseStatus before, CanaryReleaseStatus after) {
        AdoptionStatus now = after.adoption();
        if (now == null) {
            return List.of();
        }
        AdoptionStatus old = Optional.ofNullable(before.adoption()).orElse(AdoptionStatus.BEGINNING);
        List<Note> notes = new ArrayList<>();
        List<String> changed = now.sourcesOrNone().changed();
        if (!changed.isEmpty() && old.sourcesOrNone().changed().isEmpty()) {
            notes.add(Note.normal(
                    Reasons.CONTENT_KEPT,
                    "%s changed: new pods of stable get a copy of what was there before.".formatted(names(changed))));
        }
        if (now.stage() != old.stage()) {
            arrived(old, now, before, after).ifPresent(notes::add);
        }
        if (Boolean.TRUE.equals(old.paused()) && now.paused() == null) {
            notes.add(
                    Note.warning(
                            Reasons.TARGET_RESUMED,
                            "Somebody else unpaused the target, or made it anew: it rolls its pod template out, and is paused when that is over."));
        }
        boolean leaves = after.phase() == Phase.Terminating && before.phase() != Phase.Terminating;
        if (leaves && now.pending() != null) {
            notes.add(Note.warning(
                    Reasons.LEFT_PAUSED,
                    "The target stays paused, as its pod template (%s) was not promoted, and its pods run %s: kubectl rollout resume rolls it out."
                            .formatted(now.pending(), now.revision())));
        }
        return notes;
    }

    private static Optional<Note> arrived(
            AdoptionStatus old, AdoptionStatus now, CanaryReleaseStatus before, CanaryReleaseStatus after) {
        return switch (now.stage()) {
            case Idle ->
                old.stage() == Stage.Adopting && old.revision() == null
                        ? normal(
                                Reasons.ADOPTED,
                                "The target is paused and its pods run %s; a changed pod template begins a release."
                                        .formatted(now.revision()))
                        : Optional.empty();
            case Restarting ->
                normal(Reasons.RESTARTING, "The target's pods are restarted, as its template asks: it is unpaused.");
            case Releasing ->
                normal(
                        Reasons.RELEASE_STARTED,
                        "The target's pod template%s changed (%s, its pods run %s): canary is made from it."
                                .formatted(
                                        now.sourcesOrNone().changed().isEmpty()
                                                ? ""
                                                : ", or what it names (%s),"
                                                        .formatted(names(now.sourcesOrNone()
                                                                .changed())),
                                        after.canaryRevision(),
                                        now.revision()));
            case Promoting ->
                normal(
                        Reasons.PROMOTING,
                        "The steps are done: canary grows to %s pods and gets every request."
                                .formatted(now.replicas()));
            case Rolling -> normal(Reasons.PROMOTING, "The target is unpaused and rolls its template out.");
            case Returning -> returning(now, before, after);
            case Adopting, Settling, Rejected -> Optional.empty();
        };
    }

    private static Optional<Note> returning(AdoptionStatus now, CanaryReleaseStatus before, CanaryReleaseStatus after) {
        if (isPromoted(now, after.canaryRevision())) {
            return normal(
                    Reasons.PROMOTED,
                    "The target runs %s and gets every request; canary goes when its requests in flight have ended."
                            .formatted(now.revision()));
        }
        String why = after.failure() != null
                ? "was sent back"
                : now.paused() == null
                        ? "is rolled out by somebody else"
                        : now.pending() == null ? "was put back" : "was changed again";
        return normal(
                Reasons.RELEASE_ENDED,
                "The target's pod template %s: stable gets every request, and canary (%s) goes when its requests in flight have ended."
                        .formatted(why, before.canaryRevision()));
    }

    private static String names(List<String> sources) {
        return String.join(", ", sources);
    }

    private static Optional<Note> normal(String reason, String message) {
        return Optional.of(Note.normal(reason, message));
    }
}
