package dev.serin.plan;

import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.api.v1alpha1.TakeoverStatus.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the takeover of the Service that clients dial goes next. Each {@link Stage} is persisted before anything is done
 * about it.
 *
 * <p>It is taken when every ready proxy has confirmed the weights and carries the labels of the selector. What somebody
 * else writes into it meanwhile is what it gets back, and it is taken again; who does so again and again gets their way
 * for a while each time. The way back ends when its endpoints are pods again, so that a client that is told to dial again
 * finds one.
 */
final class Takeover {
    /** Taken back more often than this within {@link #WINDOW}, it is left to them for {@link #REST} each time. */
    static final int MOST = 5;

    static final Duration WINDOW = Duration.ofMinutes(10);
    static final Duration REST = Duration.ofSeconds(30);
    /** Nodes follow an EndpointSlice within about a second. */
    static final Duration SETTLING = Duration.ofSeconds(2);
    /** Endpoints that never come must not keep a release from going. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Observed observed;
    private final TakeoverFacts facts;
    private final @Nullable TakeoverStatus before;
    private final Instant now;

    private Takeover(Observed observed, Instant now) {
        this.observed = observed;
        this.facts = observed.service().takeover();
        this.before = observed.status().takeover();
        this.now = now;
    }

    /** {@code mayTake}: nothing is in the way, and every ready proxy has confirmed the weights. */
    static Optional<TakeoverStatus> next(Observed observed, boolean mayTake, Instant now) {
        var takeover = new Takeover(observed, now);
        return observed.spec().isTakeover() ? Optional.of(takeover.taking(mayTake)) : takeover.returning();
    }

    /** For a release that is taken down; {@code stableOnly}: stable gets everything, and the proxies know it. */
    static Optional<TakeoverStatus> leaving(Observed observed, boolean stableOnly, Instant now) {
        return stableOnly
                ? new Takeover(observed, now).returning()
                : Optional.ofNullable(observed.status().takeover());
    }

    /** Whether the requests that clients send where they should are split. */
    static boolean isSplit(Observed observed, Optional<TakeoverStatus> next) {
        return !observed.spec().isTakeover()
                || next.filter(TakeoverStatus::leads).isPresent();
    }

    private TakeoverStatus taking(boolean mayTake) {
        TakeoverStatus place = before == null || before.stage() == Stage.Returning
                ? Objects.requireNonNullElse(before, TakeoverStatus.BEGINNING)
                        .at(Stage.Waiting, Times.text(now))
                        .restarting(null)
                : before;
        if (!observed.service().exists()) {
            return place;
        }
        return switch (place.stage()) {
            case Waiting, Returning -> waiting(place, mayTake);
            case Taken -> facts.ours() ? taken(place) : lost(place);
            case Yielded ->
                facts.ours()
                        ? place.at(Stage.Taken, Times.text(now))
                        : rest(place).isAfter(now) ? place : again(place);
        };
    }

    private TakeoverStatus waiting(TakeoverStatus place, boolean mayTake) {
        TakeoverStatus fitting = fits(place) ? place : place.selecting(facts.selector(), facts.port());
        return fits(place) && mayTake && facts.carried() ? fitting.at(Stage.Taken, Times.text(now)) : fitting;
    }

    /** Whether it is known how the Service shall be. */
    private boolean fits(TakeoverStatus place) {
        return facts.selector().equals(place.selector()) && Objects.equals(facts.port(), place.port());
    }

    private TakeoverStatus taken(TakeoverStatus place) {
        if (facts.proxies() == 0) {
            return place; // Proxies are awaited, if they were there before.
        }
        String since = place.settledSince() == null ? Times.text(now) : place.settledSince();
        TakeoverStatus settled = place.settled(facts.leads() ? since : null);
        return settled.leads() ? new Bypass(observed, settled, now).next() : settled;
    }

    /** The Service is not as it shall be: not yet, or not any more. */
    private TakeoverStatus lost(TakeoverStatus place) {
        boolean was = facts.marked() || place.settledSince() != null;
        if (!was) {
            return place;
        }
        boolean often = recent(place).size() >= MOST && rest(place).isAfter(now);
        return often ? place.at(Stage.Yielded, Times.text(now)) : again(place);
    }

    private TakeoverStatus again(TakeoverStatus place) {
        List<String> times = Stream.concat(recent(place).stream(), Stream.of(Times.text(now)))
                .skip(Math.max(0, recent(place).size() + 1 - MOST))
                .toList();
        // Other labels take other proxies first, which the Service does not wait for in vain.
        Stage next = fits(place) ? Stage.Taken : Stage.Waiting;
        return place.at(next, Times.text(now))
                .selecting(facts.selector(), facts.port())
                .setBackAt(times);
    }

    private List<String> recent(TakeoverStatus place) {
        return place.setBack().stream()
                .filter(time -> Instant.parse(time).plus(WINDOW).isAfter(now))
                .toList();
    }

    /** When it may be taken back next. */
    private static Instant rest(TakeoverStatus place) {
        return place.setBack().isEmpty()
                ? Instant.MIN
                : Instant.parse(place.setBack().getLast()).plus(REST);
    }

    /** Back to what it was; empty when that is done, or there was nothing to give back. */
    private Optional<TakeoverStatus> returning() {
        boolean untouched = before == null || before.stage() == Stage.Waiting;
        if (!observed.service().exists() || (untouched && !facts.taken())) {
            return Optional.empty();
        }
        if (before == null || before.stage() != Stage.Returning) {
            return Optional.of(
                    Objects.requireNonNullElse(before, TakeoverStatus.BEGINNING).at(Stage.Returning, Times.text(now)));
        }
        String since = before.settledSince() == null ? Times.text(now) : before.settledSince();
        TakeoverStatus settled = before.settled(facts.isBack() ? since : null);
        boolean arrived = over(settled.settledSince(), SETTLING) || (!facts.taken() && over(before.since(), PATIENCE));
        return arrived ? Optional.empty() : Optional.of(settled);
    }

    private boolean over(@Nullable String since, Duration time) {
        return Times.read(since).filter(at -> !at.plus(time).isAfter(now)).isPresent();
    }

    /** When to look again even if nothing changes. */
    static Optional<Instant> wakeAt(Observed observed, Optional<TakeoverStatus> next, Instant now) {
        Optional<Stage> was = Optional.ofNullable(observed.status().takeover()).map(TakeoverStatus::stage);
        if (next.isPresent() && !was.equals(next.map(TakeoverStatus::stage))) {
            return Optional.of(now);
        }
        return next.flatMap(status -> switch (status.stage()) {
                    case Waiting -> Optional.<Instant>empty();
                    case Taken ->
                        status.isCounting() || status.pendingRestart().isPresent() || !status.leads()
                                ? Optional.of(now.plus(LOOK_AGAIN))
                                : Optional.<Instant>empty();
                    case Yielded -> Optional.of(rest(status));
                    case Returning -> returned(status, now);
                })
                .filter(at -> at.isAfter(now));
    }

    private static Optional<Instant> returned(TakeoverStatus status, Instant now) {
        return Stream.of(
                        Times.read(status.settledSince()).map(at -> at.plus(SETTLING)),
                        Times.read(status.since()).map(at -> at.plus(PATIENCE)))
                .flatMap(Optional::stream)
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder())
                .or(() -> Optional.of(now.plus(LOOK_AGAIN)));
    }
}
