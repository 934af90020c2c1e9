package dev.serin.status;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.plan.Plan;
import dev.serin.plan.Verification;
import java.util.Locale;

/** The condition {@code TrafficVerified}. Its words name no count that moves with every request. */
final class VerifiedCondition {
    private VerifiedCondition() {}

    static Condition of(Plan plan, ConditionFactory factory) {
        Verification found = plan.verification();
        String type = Conditions.TRAFFIC_VERIFIED;
        return switch (found.verdict()) {
            case NO_TRAFFIC ->
                factory.unknown(
                        type, Reasons.NO_TRAFFIC, "No request was seen since every ready proxy confirmed the weights.");
            case BY_USER ->
                factory.unknown(
                        type,
                        Reasons.SHARES_BY_USER,
                        "A sticky split's shares of requests follow from how active each user is.");
            case VERIFIED ->
                factory.yes(type, Reasons.SHARES_AS_WANTED, "The proxies' counters show the shares that are wanted.");
            case FELL_BACK ->
                factory.no(
                        type,
                        Reasons.EXACT_SPLIT_FAILED,
                        "The exact split failed to choose for about %s requests, most of them at proxy %s. They went by chance at the right shares."
                                .formatted(about(found.off()), found.proxy()));
            case DEVIATES ->
                factory.no(
                        type,
                        Reasons.SHARES_DEVIATE,
                        "Proxy %s is off by about %s requests, more than may be; the hold stands still. Look at its log, or delete its pod."
                                .formatted(found.proxy(), about(found.off())));
        };
    }

    /** To one digit, so that the words stay the same for a while. */
    private static String about(double count) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(1, count))));
        return String.format(Locale.ROOT, "%.0f", Math.floor(count / unit) * unit);
    }
}
