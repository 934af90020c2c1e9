package dev.serin.status;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Makes conditions whose {@code lastTransitionTime} is kept for as long as their status stays, as the Kubernetes API
 * conventions ask.
 */
record ConditionFactory(CanaryReleaseStatus before, long generation, Instant now) {
    Condition yes(String type, String reason, String message) {
        return make(type, Condition.TRUE, reason, message);
    }

    Condition no(String type, String reason, String message) {
        return make(type, Condition.FALSE, reason, message);
    }

    Condition unknown(String type, String reason, String message) {
        return make(type, Condition.UNKNOWN, reason, message);
    }

    /** As it was. */
    Condition again(Condition known) {
        return make(known.type(), known.status(), known.reason(), known.message());
    }

    private Condition make(String type, String status, String reason, String message) {
        String since = before.condition(type)
                .filter(old -> old.status().equals(status))
                .map(Condition::lastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new Condition(type, status, reason, message, since, generation);
    }
}
