package dev.serin.status;

import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import java.util.Optional;

/** The condition {@code CanaryHealthy}. */
final class JudgedCondition {
    static final String TYPE = "CanaryHealthy";

    private JudgedCondition() {}

    static Condition of(Observed observed, Plan plan, ConditionFactory factory) {
        Optional<Failure> failure = plan.course().failure();
        if (failure.isPresent()) {
            return factory.no(TYPE, failure.get().reason(), failure.get().message());
        }
        Optional<AnalysisStatus> analysis = plan.course().analysis();
        if (observed.spec().judgement().isEmpty() || analysis.isEmpty()) {
            return factory.unknown(TYPE, Reasons.NOT_JUDGED, "Canary is not judged.");
        }
        return switch (analysis.get().outcome()) {
            case Good -> factory.yes(TYPE, Reasons.HEALTHY, analysis.get().message() + ".");
            case Failed, Inconclusive ->
                factory.unknown(TYPE, Reasons.INCONCLUSIVE, analysis.get().message() + ".");
        };
    }

    /** Whether a reason is one for which a revision is sent back. */
    static boolean isFailure(String reason) {
        return switch (reason) {
            case Reasons.WORSE_THAN_STABLE,
                    Reasons.SLOWER_THAN_STABLE,
                    Reasons.SUCCESS_RATE_TOO_LOW,
                    Reasons.LATENCY_TOO_HIGH,
                    Reasons.INSUFFICIENT_TRAFFIC,
                    Reasons.PODS_CRASH,
                    Reasons.GATE_FAILED,
                    Reasons.ABORTED -> true;
            default -> false;
        };
    }
}
