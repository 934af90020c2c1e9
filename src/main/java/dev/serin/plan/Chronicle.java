package dev.serin.plan;

import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.PastRelease.Outcome;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Walk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last releases, the latest first; the first one may be under way. A weight set by hand is no release. */
final class Chronicle {
    private Chronicle() {}

    static List<PastRelease> next(
            Observed o,
            String revision,
            Walk walk,
            Optional<Outcome> adopted,
            Optional<Failure> failure,
            Optional<AnalysisStatus> analysis,
            boolean anew,
            Instant now) {
        List<PastRelease> all = new ArrayList<>(o.status().history());
        boolean again = adopted.equals(Optional.of(Outcome.Running))
                && failure.isEmpty()
                && !all.isEmpty()
                && all.getFirst().to() != null;
        boolean known =
                !anew && !again && !all.isEmpty() && all.getFirst().revision().equals(revision);
        boolean walks = o.spec().strategy().steps() != null;
        if (!known && adopted.isPresent() && revision.isEmpty()) {
            supersede(all, o, now);
        }
        if (!known && (revision.isEmpty() || !(walks || failure.isPresent()))) {
            return all;
        }
        if (!known) {
            supersede(all, o, now);
            String image = o.canaryFacts().image().orElse(null);
            all.addFirst(new PastRelease(
                    revision, image, Times.text(now), null, Outcome.Running, null, null, null, null, null));
        }
        Outcome outcome = failure.map(
                        why -> why.reason().equals(Reasons.ABORTED) ? Outcome.Aborted : Outcome.RolledBack)
                .or(() -> adopted)
                .orElse(walk.completed() && walk.step() > 0 ? Outcome.Promoted : Outcome.Running);
        all.set(0, asItStands(all.getFirst(), outcome, failure, analysis.orElse(null), now));
        return all.subList(0, Math.min(all.size(), PastRelease.KEPT));
    }

    /** Another one comes before it was over. */
    private static void supersede(List<PastRelease> all, Observed o, Instant now) {
        if (!all.isEmpty() && all.getFirst().to() == null) {
            all.set(
                    0,
                    ended(all.getFirst(), Outcome.Superseded, null, o.status().analysis(), now));
        }
    }

    private static PastRelease asItStands(
            PastRelease first,
            Outcome outcome,
            Optional<Failure> failure,
            @Nullable AnalysisStatus analysis,
            Instant now) {
        if (outcome == first.outcome()) {
            return first;
        }
        String why =
                failure.map(failed -> failed.reason() + ": " + failed.message()).orElse(null);
        return outcome == Outcome.Running
                ? new PastRelease(
                        first.revision(), first.image(), first.from(), null, outcome, null, null, null, null, null)
                : ended(first, outcome, why, analysis, now);
    }

    private static PastRelease ended(
            PastRelease release,
            Outcome outcome,
            @Nullable String why,
            @Nullable AnalysisStatus analysis,
            Instant now) {
        return new PastRelease(
                release.revision(),
                release.image(),
                release.from(),
                Times.text(now),
                outcome,
                why,
                analysis == null ? null : analysis.requests(),
                analysis == null ? null : analysis.failed(),
                analysis == null ? null : analysis.stableRequests(),
                analysis == null ? null : analysis.stableFailed());
    }
}
