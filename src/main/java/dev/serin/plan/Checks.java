package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Step;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What only the cluster can tell about a release, checked in this order; the first problem found is the one reported.
 * While there is one, traffic stays as it is.
 */
final class Checks {
    private static final List<Function<Observed, Optional<Problem>>> IN_ORDER = List.of(
            Checks::durationIsInvalid,
            Checks::scheduleIsInvalid,
            Checks::serviceIsTaken,
            Checks::nameIsTaken,
            Checks::serviceIsMissing,
            Checks::portIsMissing,
            Checks::targetIsMissing,
            Checks::targetIsTaken,
            Checks::canaryIsMissing,
            Checks::labelIsUnusable,
            Checks::selectorIsUnusable,
            Checks::selectorsOverlap,
            Checks::writeIsRefused);

    /** The longest value that a label may have. */
    private static final int MOST_OF_A_LABEL = 63;

    private Checks() {}

    static Optional<Problem> first(Observed observed) {
        return IN_ORDER.stream()
                .flatMap(check -> check.apply(observed).stream())
                .findFirst();
    }

    /** The schema refuses these; objects stored before a schema was mended may still have them. */
    static Optional<Problem> durationIsInvalid(Observed o) {
        List<Step> steps = o.spec().strategy().steps();
        Analysis analysis = o.spec().analysis();
        Analysis.Latency latency = analysis == null ? null : analysis.latency();
        List<AnalysisGate> gates = analysis == null ? List.of() : analysis.gates();
        Stream<String> ofGates = gates.stream().flatMap(gate -> Stream.of(gate.interval(), gate.timeout()));
        Stream<String> holds = steps == null ? Stream.empty() : steps.stream().map(Step::hold);
        return Stream.of(
                        Stream.of(
                                        analysis == null ? null : analysis.interval(),
                                        analysis == null ? null : analysis.warmUp(),
                                        latency == null ? null : latency.max(),
                                        o.spec().progressDeadline(),
                                        o.spec().keptFor(),
                                        o.spec().rebalance().streamGracePeriod(),
                                        o.spec().rebalance().maxConnectionAge())
                                .filter(Objects::nonNull),
                        holds,
                        ofGates)
                .flatMap(Function.identity())
                .flatMap(text -> invalid(text).stream())
                .findFirst();
    }

    private static Optional<Problem> scheduleIsInvalid(Observed o) {
        return Optional.ofNullable(o.spec().schedule()).flatMap(Windows::invalid);
    }

    private static Optional<Problem> invalid(String duration) {
        try {
            GoDuration.parse(duration);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Problem(Reasons.SPEC_INVALID, e.getMessage() + ". Traffic stays as it is."));
        }
    }

    private static Optional<Problem> serviceIsTaken(Observed o) {
        return o.rival()
                .map(rival -> new Problem(
                        Reasons.SERVICE_TAKEN,
                        ("CanaryRelease %s already splits Service %s, and one Service can have one only: delete that"
                                        + " one, or name another Service in spec.service.name. Nothing was made or"
                                        + " changed.")
                                .formatted(rival, o.spec().service().name())));
    }

    private static Optional<Problem> nameIsTaken(Observed o) {
        return o.foreign()
                .map(object -> new Problem(
                        Reasons.NAME_TAKEN,
                        ("%s is there already and was not made for this CanaryRelease, which needs that name: rename"
                                        + " or remove the one or the other. Nothing of it was changed.")
                                .formatted(object)));
    }

    private static Optional<Problem> serviceIsMissing(Observed o) {
        return when(
                !o.service().exists(),
                Reasons.SERVICE_NOT_FOUND,
                "Service %s (spec.service.name) is not in this namespace: create it. Traffic stays as it is."
                        .formatted(o.spec().service().name()));
    }

    private static Optional<Problem> portIsMissing(Observed o) {
        int port = o.spec().service().port();
        return when(
                !o.service().ports().contains(port),
                Reasons.PORT_NOT_FOUND,
                "Service %s has no port %d (spec.service.port); it has %s. Traffic stays as it is."
                        .formatted(o.spec().service().name(), port, o.service().ports()));
    }

    private static Optional<Problem> targetIsMissing(Observed o) {
        return missing(o.stable(), Reasons.TARGET_NOT_FOUND, "spec.targetRef.name");
    }

    private static Optional<Problem> targetIsTaken(Observed o) {
        return o.adopted()
                .flatMap(AdoptedFacts::rival)
                .map(rival -> new Problem(
                        Reasons.TARGET_TAKEN,
                        ("CanaryRelease %s has adopted Deployment %s already, and one Deployment can be adopted once"
                                        + " only: delete that one, or name another Deployment in spec.targetRef.name."
                                        + " Nothing was changed.")
                                .formatted(rival, o.stable().deployment())));
    }

    /** The observer leaves canary's selector empty where no label can be told apart from stable's. */
    private static Optional<Problem> labelIsUnusable(Observed o) {
        boolean unusable = o.adopted().isPresent()
                && !o.stable().selector().isEmpty()
                && o.canary().selector().isEmpty();
        String label = o.spec().canaryOrDefault().selectorLabel();
        return when(
                unusable,
                Reasons.SELECTOR_NOT_SUPPORTED,
                ("Canary's pods cannot be told apart from those of Deployment %s by the label %s: name one of its"
                                + " selector in spec.canary.selectorLabel whose value has at most %d characters. Traffic"
                                + " stays as it is.")
                        .formatted(
                                o.stable().deployment(),
                                label == null ? "that would be chosen" : label,
                                MOST_OF_A_LABEL - CanaryReleaseSpec.CANARY_SUFFIX.length()));
    }

    private static Optional<Problem> canaryIsMissing(Observed o) {
        return missing(o.canary(), Reasons.CANARY_NOT_FOUND, "spec.canaryRef.name");
    }

    private static Optional<Problem> missing(Workload workload, String reason, String field) {
        return when(
                !workload.exists(),
                reason,
                "Deployment %s (%s) is not in this namespace: create it. No request is sent to it."
                        .formatted(workload.deployment(), field));
    }

    private static Optional<Problem> selectorIsUnusable(Observed o) {
        return Stream.of(o.stable(), o.canary())
                .filter(workload -> workload.selector().isEmpty())
                .findFirst()
                .map(workload -> new Problem(
                        Reasons.SELECTOR_NOT_SUPPORTED,
                        ("Deployment %s selects its pods by matchExpressions, which a Service cannot do: give its"
                                        + " selector matchLabels only. Traffic stays as it is.")
                                .formatted(workload.deployment())));
    }

    private static Optional<Problem> selectorsOverlap(Observed o) {
        return overlap(o.stable(), o.canary()).or(() -> overlap(o.canary(), o.stable()));
    }

    private static Optional<Problem> overlap(Workload one, Workload other) {
        return when(
                one.selects(other),
                Reasons.SELECTORS_OVERLAP,
                ("The selector of Deployment %s also matches the pods of Deployment %s, so that their requests could"
                                + " not be told apart: give the two different labels and selectors. Traffic stays as"
                                + " it is.")
                        .formatted(one.deployment(), other.deployment()));
    }

    static Optional<Problem> writeIsRefused(Observed o) {
        return o.refused()
                .map(words -> new Problem(
                        Reasons.WRITE_REFUSED,
                        ("The API server refuses a write of %s. Let Serin write it, by the operator's permissions or"
                                        + " whatever refuses it; Serin tries again by itself. Traffic stays as it is.")
                                .formatted(words.endsWith(".") ? words.substring(0, words.length() - 1) : words)));
    }

    private static Optional<Problem> when(boolean wrong, String reason, String message) {
        return wrong ? Optional.of(new Problem(reason, message)) : Optional.empty();
    }
}
