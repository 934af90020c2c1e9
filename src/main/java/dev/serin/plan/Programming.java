package dev.serin.plan;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies have confirmed the persisted weights.
 *
 * <p>A ready proxy that is not connected keeps what it has. So it counts as having confirmed while the weights are
 * those that all proxies were last seen to confirm: an operator that starts anew, or a channel that breaks, does not
 * stop a hold. Once the weights change, only its own word counts.
 */
record Programming(int ready, int confirmed) {

    /** The condition in which an earlier decision noted that all proxies had confirmed. */
    static final String CONDITION = "TrafficProgrammed";

    static Programming of(Observed observed) {
        Weights weights = observed.status().weights();
        boolean allDidBefore =
                observed.status().condition(CONDITION).map(Condition::isTrue).orElse(false);
        int confirmed = (int) observed.readyProxies().stream()
                .filter(proxy -> confirmed(proxy, weights, allDidBefore))
                .count();
        return new Programming(observed.readyProxies().size(), confirmed);
    }

    private static boolean confirmed(ProxyFacts proxy, @Nullable Weights weights, boolean allDidBefore) {
        if (weights == null) {
            return false;
        }
        return proxy.applied()
                .map(applied -> applied.canary() == weights.canary() && applied.total() == weights.total())
                .orElse(allDidBefore);
    }

    boolean complete() {
        return ready > 0 && confirmed == ready;
    }
}
