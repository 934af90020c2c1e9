package dev.serin.status;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.RebalanceStatus.Member;
import dev.serin.api.v1alpha1.RebalanceStatus.Reason;
import dev.serin.plan.Plan;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How connections are spread, in words: the condition {@code Rebalanced}, and the events. */
final class Rebalances {
    static final String REBALANCED = "Rebalanced";

    private Rebalances() {}

    /** True only when it was measured. */
    static Condition condition(Plan plan, ConditionFactory factory) {
        Optional<RebalanceStatus> known = plan.rebalance().filter(Rebalances::isMeasured);
        if (known.isEmpty()) {
            return factory.unknown(REBALANCED, Reasons.NOT_MEASURED, "The proxies' connections are not measured yet.");
        }
        RebalanceStatus status = known.get();
        return switch (status.state()) {
            case Running -> factory.no(REBALANCED, Reasons.REBALANCING, "Clients are told to re-dial, proxy by proxy.");
            case Spread -> factory.yes(REBALANCED, Reasons.SPREAD, spread(status));
            case Uneven -> factory.no(REBALANCED, Reasons.UNEVEN, uneven(status));
            case NoConnections ->
                factory.unknown(REBALANCED, Reasons.NO_CONNECTIONS, "No client was connected when it was measured.");
        };
    }

    /** What a change tells, if anything. */
    static Optional<Note> note(@Nullable RebalanceStatus before, @Nullable RebalanceStatus after) {
        if (after == null || after.startedAt() == null) {
            return Optional.empty();
        }
        boolean begun = before == null || !Objects.equals(before.startedAt(), after.startedAt());
        boolean ended = before != null && before.isRunning() && !after.isRunning();
        if (begun) {
            return Optional.of(Note.normal(Reasons.REBALANCING, why(after)));
        } else if (!ended) {
            return Optional.empty();
        }
        return Optional.of(
                after.state() == RebalanceStatus.State.Uneven
                        ? Note.warning(Reasons.UNEVEN, done(after) + uneven(after))
                        : Note.normal(Reasons.REBALANCED, done(after) + spread(after)));
    }

    /** Proxies are known from the first decision on, before anything is measured. */
    private static boolean isMeasured(RebalanceStatus status) {
        return status.isRunning() || status.proxies().stream().anyMatch(Member::settled);
    }

    private static String why(RebalanceStatus status) {
        String why = status.reason() == Reason.Requested
                ? "As was asked for, all clients are told to re-dial, proxy by proxy."
                : "A proxy was added or came back: connections are spread over all of them.";
        return why
                + " They are %d on %d proxies."
                        .formatted(status.connections(), status.proxies().size());
    }

    private static String done(RebalanceStatus status) {
        return "%d connections were re-dialled in %d turns within %s. "
                .formatted(status.redialled(), status.turns(), status.took());
    }

    private static String spread(RebalanceStatus status) {
        return status.maxToMean() == null
                ? "No client is connected."
                : "%d connections, and the fullest proxy has %s times the mean."
                        .formatted(status.connections(), status.maxToMean());
    }

    private static String uneven(RebalanceStatus status) {
        return "The fullest proxy has %s times the mean of %d connections; clients that are silent cannot be told to"
                        .formatted(Optional.ofNullable(status.maxToMean()).orElse("unknown"), status.connections())
                + " re-dial before their next answer. Traffic is served all the same; to try again, annotate the"
                + " release with serin.dev/action=rebalance.";
    }
}
