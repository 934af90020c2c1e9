package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.time.Instant;
import java.util.Optional;

/**
 * A decision: what is intended from now on. The step and the weights are persisted before anything of it is done, but
 * for a weight that the spec asks for by hand, see {@link #isWeightOfSpec}.
 *
 * @param work what the shell has to see to
 * @param problem what a person has to mend
 * @param revision the canary's revision that the walk is about; empty before there is one
 * @param walk the wanted weight and the place among the steps
 * @param weights what the proxies are told; empty before anything was begun
 * @param programmed how many ready proxies have confirmed those weights
 * @param waiting what the release waits for
 * @param verification whether requests were seen to go where the weights say
 * @param blockedSince since when it has been waiting for the cluster
 * @param overdue whether that is longer than the progress deadline
 * @param course what numbers and people have decided
 * @param rebalance how connections are being spread; empty where that is not seen to
 * @param adoption what is intended with a target that is adopted in place, and with its canary
 * @param takeover what is intended with the Service that clients dial; empty where that is as it was, or shall be
 * @param wakeAt when to decide again even if nothing changes
 */
public record Plan(
        Work work,
        Optional<Problem> problem,
        Optional<String> revision,
        Walk walk,
        Optional<Weights> weights,
        int programmed,
        Waiting waiting,
        Verification verification,
        Optional<Instant> blockedSince,
        boolean overdue,
        Course course,
        Optional<RebalanceStatus> rebalance,
        Optional<AdoptionStatus> adoption,
        Optional<TakeoverStatus> takeover,
        Optional<Instant> wakeAt) {

    /**
     * Whether the weights are those that the spec itself asks for by hand, and nothing else is decided with them. Then
     * they may be acted on before the status tells them: an operator that starts anew in between reads them in the spec.
     */
    public boolean isWeightOfSpec(Observed observed) {
        Integer byHand = observed.spec().strategy().weight();
        CanaryReleaseStatus before = observed.status();
        return work == Work.SERVE
                && problem.isEmpty()
                && byHand != null
                && weights.filter(told -> told.canary() == byHand && before.weights() != null)
                        .isPresent()
                && revision.equals(Optional.ofNullable(before.canaryRevision()))
                && course.failure().isEmpty()
                && before.failure() == null
                && adoption.map(AdoptionStatus::stage).equals(before.stage());
    }

    /** Whether every ready proxy has confirmed the weights. */
    public boolean isProgrammed(Observed observed) {
        int ready = observed.readyProxies().size();
        return ready > 0 && programmed == ready;
    }
}
