package dev.serin.reconcile;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Rebalance;
import dev.serin.api.v1alpha1.Rebalance.Trigger;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.RebalanceStatus.Member;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.plan.Plan;
import dev.serin.xds.Connections;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the proxies are told about connections and streams, from the spec and the persisted status alone. */
final class Connecting {
    private Connecting() {}

    static Connections of(Rebalance wanted, Plan plan, Weights weights) {
        Map<String, Integer> sent = plan.rebalance()
                .map(RebalanceStatus::proxies)
                .map(proxies -> proxies.stream()
                        .filter(member -> member.sent() > 0)
                        .collect(Collectors.toMap(Member::name, Member::sent)))
                .orElse(Map.of());
        return new Connections(
                Optional.ofNullable(wanted.maxConnectionAge()).map(GoDuration::parse),
                wanted.triggers().contains(Trigger.WeightChange)
                        ? Optional.of(new Connections.StreamEnd(
                                Instant.parse(weights.since()).toEpochMilli(),
                                GoDuration.parse(wanted.streamGracePeriod())))
                        : Optional.empty(),
                sent);
    }

    /** Whether the proxies' connections have to be counted often. */
    static boolean isMoving(Plan plan) {
        boolean draining = plan.adoption().map(AdoptionStatus::drainingSince).isPresent();
        return draining || plan.rebalance().map(RebalanceStatus::isRunning).orElse(false);
    }
}
