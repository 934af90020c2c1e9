package dev.serin.status;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.plan.AdoptedFacts;
import dev.serin.plan.Observed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether what selects the target's pods selects those of a canary that Serin makes, too. */
final class CoveredCondition {
    static final String CANARY_COVERED = "CanaryCovered";

    private static final int MOST = 8;

    private CoveredCondition() {}

    /** None where canary is the user's own; as it was while it is not looked at. */
    static Optional<Condition> of(Observed observed, ConditionFactory factory) {
        Optional<List<String>> missed = observed.adopted().flatMap(AdoptedFacts::missed);
        if (observed.adopted().isEmpty()) {
            return Optional.empty();
        } else if (missed.isEmpty()) {
            return observed.status().condition(CANARY_COVERED).map(known -> factory.again(known));
        }
        return Optional.of(
                missed.get().isEmpty()
                        ? factory.yes(
                                CANARY_COVERED,
                                Reasons.COVERED,
                                "What selects the target's pods in this namespace selects canary's, too.")
                        : factory.no(CANARY_COVERED, Reasons.SELECTORS_MISS_CANARY, words(observed, missed.get())));
    }

    private static String words(Observed observed, List<String> missed) {
        String names = String.join(", ", missed.subList(0, Math.min(MOST, missed.size())));
        String more = missed.size() > MOST ? " and %d more".formatted(missed.size() - MOST) : "";
        Map<String, String> stable = observed.stable().podLabels();
        String label = observed.canary().selector().entrySet().stream()
                .filter(each -> !each.getValue().equals(stable.get(each.getKey())))
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", "));
        return ("%s%s would miss canary's pods, which have the label %s: let them select both, or choose another label by"
                        + " spec.canary.selectorLabel.")
                .formatted(names, more, label);
    }

    /** Told once, and again when it is about others. */
    static Optional<Note> note(CanaryReleaseStatus before, CanaryReleaseStatus after) {
        Optional<String> old = before.condition(CANARY_COVERED).map(Condition::message);
        return after.condition(CANARY_COVERED)
                .filter(now -> now.status().equals(Condition.FALSE))
                .filter(now -> !old.equals(Optional.of(now.message())))
                .map(now -> Note.warning(now.reason(), now.message()));
    }
}
