package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.api.v1alpha1.TakeoverStatus.Restart;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of connections that were open when the Service was taken over, and what is done about them: pods are
 * restarted once, and only if something bypasses the proxies, or cannot be said not to.
 */
final class Bypass {
    /** Until then a node may still send a new connection to a pod: none yet does not mean none any more. */
    static final Duration QUIET = Duration.ofSeconds(10);
    /** A client that is restarted must not find a node that has not heard of the proxies. */
    static final Duration SETTLED = Duration.ofSeconds(5);

    private static final double WORTH_WRITING = 0.1;

    private final Observed observed;
    private final TakeoverStatus place;
    private final Instant now;

    /** {@code place}: the Service leads to the proxies. */
    Bypass(Observed observed, TakeoverStatus place, Instant now) {
        this.observed = observed;
        this.place = place;
        this.now = now;
    }

    TakeoverStatus next() {
        TakeoverStatus counted = counted();
        return counted.restart() == null ? decided(counted) : followed(counted, counted.restart());
    }

    private TakeoverStatus counted() {
        return observed.service()
                .takeover()
                .older()
                .filter(seen -> place.isCounting())
                .map(seen -> place.counted(seen.pods(), connections(seen)))
                .orElse(place);
    }

    private @Nullable Integer connections(TakeoverFacts.Older seen) {
        Integer known = place.bypassing();
        if (!seen.asked()) {
            return known;
        }
        Integer count = seen.bypassing().orElse(null);
        if (count == null || known == null) {
            return count == null || count > 0 || isQuiet(seen.at()) ? count : null;
        }
        boolean zero = count == 0 && isQuiet(seen.at());
        boolean news = count > 0 && Math.abs(count - known) > WORTH_WRITING * known;
        return zero || news ? count : known;
    }

    private boolean isQuiet(Instant at) {
        return !settled().plus(QUIET).isAfter(at);
    }

    private Instant settled() {
        return Times.read(place.settledSince()).orElse(now);
    }

    /** Not where nothing bypasses the proxies, nor before that is known. */
    private TakeoverStatus decided(TakeoverStatus counted) {
        boolean known = observed.service()
                .takeover()
                .older()
                .filter(seen -> seen.asked()
                        && (seen.bypassing().isEmpty() || counted.bypassing() != null)
                        && counted.isCounting())
                .isPresent();
        boolean goes = known
                && switch (observed.spec().onTakeover()) {
                    case RestartTarget -> isRestful();
                    case RestartClients -> !settled().plus(SETTLED).isAfter(now);
                    case None -> false;
                };
        return goes ? counted.restarting(new Restart(Times.text(now), false)) : counted;
    }

    /** Whether a restart of the target would be that and nothing else. */
    private boolean isRestful() {
        AdoptionStatus adoption = observed.status().adoption();
        return adoption != null
                && !observed.spec().paused()
                && adoption.stage() == Stage.Idle
                && observed.adopted()
                        .map(AdoptedFacts::target)
                        .filter(target -> target.isHeld() && target.revision().equals(adoption.revision()))
                        .isPresent();
    }

    /** Done when every Deployment that is there was asked to restart then, or later by somebody else. */
    private TakeoverStatus followed(TakeoverStatus counted, Restart restart) {
        boolean done =
                observed.service().takeover().restarts().stream().allMatch(each -> isAsked(each.at(), restart.at()));
        return done && !restart.done() ? counted.restarting(new Restart(restart.at(), true)) : counted;
    }

    private static boolean isAsked(@Nullable String at, String wanted) {
        return wanted.equals(at)
                || time(at).filter(then -> !then.isBefore(Instant.parse(wanted)))
                        .isPresent();
    }

    /** {@code kubectl rollout restart} writes the local time with its offset. */
    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
