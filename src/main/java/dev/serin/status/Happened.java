package dev.serin.status;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Notification.Happening;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a change of status people outside of the cluster want to know, addressed to nobody yet. */
final class Happened {
    private final CanaryReleaseStatus before;
    private final CanaryReleaseStatus after;
    private final Instant now;
    private final List<Owed> all = new ArrayList<>();

    private Happened(CanaryReleaseStatus before, CanaryReleaseStatus after, Instant now) {
        this.before = before;
        this.after = after;
        this.now = now;
    }

    static List<Owed> between(CanaryReleaseStatus before, CanaryReleaseStatus after, Instant now) {
        var happened = new Happened(before, after, now);
        happened.releases();
        happened.step();
        happened.approval();
        happened.stalled();
        return happened.all;
    }

    /** A release that is new in the history, or has another outcome there. */
    private void releases() {
        PastRelease is = latest(after);
        PastRelease was = latest(before);
        if (is == null) {
            return;
        }
        boolean isNew =
                was == null || !was.from().equals(is.from()) || !was.revision().equals(is.revision());
        PastRelease.Outcome known = isNew || was == null ? PastRelease.Outcome.Running : was.outcome();
        if (isNew && is.outcome() == PastRelease.Outcome.Running) {
            add(Happening.Started, null, "A release of " + name(is) + " has begun.");
        } else if (is.outcome() != known) {
            switch (is.outcome()) {
                case Promoted -> add(Happening.Promoted, null, name(is) + " went through all steps.");
                case RolledBack, Aborted ->
                    add(
                            Happening.RolledBack,
                            after.failure() == null ? null : after.failure().reason(),
                            "%s was sent back: %s".formatted(name(is), is.why()));
                case Running, Superseded -> {}
            }
        }
    }

    private static @Nullable PastRelease latest(CanaryReleaseStatus status) {
        return status.history().isEmpty() ? null : status.history().getFirst();
    }

    private static String name(PastRelease release) {
        return release.image() == null
                ? "Revision " + release.revision()
                : "Revision %s (%s)".formatted(release.revision(), release.image());
    }

    private void step() {
        Walk is = after.walk();
        Walk was = before.walk();
        int from = was == null ? 0 : was.step();
        if (is != null && is.step() > from && after.failure() == null) {
            add(
                    Happening.StepReached,
                    null,
                    "Canary gets %d of %d requests, step %s.".formatted(is.weight(), is.total(), after.step()));
        }
    }

    private void approval() {
        progressing(after)
                .filter(condition -> condition.reason().equals(Reasons.AWAITING_APPROVAL))
                .filter(condition -> progressing(before)
                        .filter(old -> old.reason().equals(condition.reason()))
                        .isEmpty())
                .ifPresent(condition -> add(Happening.WaitingForApproval, condition.reason(), condition.message()));
    }

    private static Optional<Condition> progressing(CanaryReleaseStatus status) {
        return status.condition(Conditions.PROGRESSING);
    }

    private void stalled() {
        Optional<String> was = stalled(before).map(Condition::reason);
        stalled(after)
                .filter(condition -> !JudgedCondition.isFailure(condition.reason()))
                .filter(condition -> !was.equals(Optional.of(condition.reason())))
                .ifPresent(condition -> add(Happening.Stalled, condition.reason(), condition.message()));
    }

    private static Optional<Condition> stalled(CanaryReleaseStatus status) {
        return status.condition(Conditions.STALLED).filter(Condition::isTrue);
    }

    private void add(Happening happening, @Nullable String reason, String message) {
        Weights weights = after.weights();
        PastRelease release = latest(after);
        all.add(new Owed(
                happening.name().toLowerCase(Locale.ROOT) + "-" + now.toEpochMilli(),
                happening,
                now.truncatedTo(ChronoUnit.MILLIS).toString(),
                after.canaryRevision(),
                release == null ? null : release.image(),
                weights == null ? null : weights.canary(),
                weights == null ? null : weights.total(),
                reason,
                message,
                List.of()));
    }
}
