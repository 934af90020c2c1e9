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
            Optional<Failure> failure,
            Optional<AnalysisStatus> analysis,
            boolean anew,
            Instant now) {
        List<PastRelease> all = new ArrayList<>(o.status().history());
        boolean known = !anew && !all.isEmpty() && all.getFirst().revision().equals(revision);
        boolean walks = o.spec().strategy().steps() != null;
        if (!known && (revision.isEmpty() || !(walks || failure.isPresent()))) {
            return all;
        }
        if (!known) {
            if (!all.isEmpty() && all.getFirst().to() == null) {
                all.set(
                        0,
                        ended(
                                all.getFirst(),
                                Outcome.Superseded,
                                null,
                                o.status().analysis(),
                                now));
            }
            String image = o.canaryFacts().image().orElse(null);
            all.addFirst(new PastRelease(
                    revision, image, Times.text(now), null, Outcome.Running, null, null, null, null, null));
        }
        all.set(0, asItStands(all.getFirst(), walk, failure, analysis.orElse(null), now));
        return all.subList(0, Math.min(all.size(), PastRelease.KEPT));
    }

    private static PastRelease asItStands(
            PastRelease first, Walk walk, Optional<Failure> failure, @Nullable AnalysisStatus analysis, Instant now) {
        Outcome outcome = failure.map(
                        why -> why.reason().equals(Reasons.ABORTED) ? Outcome.Aborted : Outcome.RolledBack)
                .orElse(walk.completed() && walk.step() > 0 ? Outcome.Promoted : Outcome.Running);
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
