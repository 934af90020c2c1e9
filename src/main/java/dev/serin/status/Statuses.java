package dev.serin.status;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Proxies;
import dev.serin.api.v1alpha1.Step;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import dev.serin.plan.Waiting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Composes the status; equal input gives an equal status, so that nothing is written while nothing changes. */
public final class Statuses {
    private Statuses() {}

    /** The status that says what was decided. */
    public static CanaryReleaseStatus compose(Observed observed, Plan plan, Instant now) {
        var before = observed.status();
        return new CanaryReleaseStatus(
                observed.generation(),
                phase(observed, plan),
                step(observed, plan),
                Words.next(observed, plan),
                plan.weights()
                        .map(weights -> Shares.measured(weights, observed))
                        .orElse(null),
                plan.weights()
                        .flatMap(weights -> Shares.counted(weights, observed))
                        .orElse(null),
                plan.walk(),
                plan.course().analysis().orElse(null),
                plan.course().failure().orElse(null),
                plan.course().people().orElse(null),
                plan.course().history(),
                plan.adoption().orElse(before.adoption()),
                plan.takeover().orElse(null),
                stableRevision(observed, plan),
                plan.adoption().isPresent()
                        ? plan.revision().orElse(null)
                        : plan.revision().orElse(before.canaryRevision()),
                new Proxies(
                        observed.proxiesWanted(),
                        observed.readyProxies().size(),
                        plan.programmed(),
                        OpenConnections.of(observed).orElse(null)),
                plan.rebalance().orElse(before.rebalance()),
                plan.blockedSince().map(Statuses::text).orElse(null),
                before.notifications(),
                Conditions.of(observed, plan, now));
    }

    private static @Nullable String stableRevision(Observed observed, Plan plan) {
        return plan.adoption()
                .map(AdoptionStatus::revision)
                .orElseGet(() -> blankToNull(
                        observed.stable().revision(), observed.status().stableRevision()));
    }

    private static Phase phase(Observed observed, Plan plan) {
        if (plan.waiting() == Waiting.REMOVAL) {
            return Phase.Terminating;
        } else if (plan.problem().isPresent()
                || plan.overdue()
                || plan.course().failure().isPresent()) {
            return Phase.Failed;
        } else if (observed.spec().paused() || plan.course().pausedByPerson()) {
            return Phase.Paused;
        } else if (!wasProgrammed(observed.status()) && plan.programmed() == 0) {
            return Phase.Initializing;
        }
        if (Adoptions.isPromoting(plan)) {
            return Phase.Promoting;
        }
        return plan.waiting() == Waiting.NOTHING ? Phase.Ready : Phase.Progressing;
    }

    /** Whether the proxies had ever confirmed anything. */
    private static boolean wasProgrammed(CanaryReleaseStatus before) {
        return before.phase() != null && before.phase() != Phase.Initializing;
    }

    private static @Nullable String step(Observed observed, Plan plan) {
        List<Step> steps = observed.spec().strategy().steps();
        return steps == null ? null : plan.walk().step() + "/" + steps.size();
    }

    private static @Nullable String blankToNull(String text, @Nullable String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
