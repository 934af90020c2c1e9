package dev.serin.status;

import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import dev.serin.plan.Problem;
import dev.serin.plan.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The conditions of a release. {@code Ready}, {@code Reconciling} and {@code Stalled} mean what kstatus takes them to
 * mean, so that kubectl, Flux and Argo CD can wait for them.
 */
final class Conditions {
    static final String READY = "Ready";
    static final String RECONCILING = "Reconciling";
    static final String STALLED = "Stalled";
    static final String PROGRESSING = "Progressing";
    static final String PROMOTED = "Promoted";
    static final String TRAFFIC_PROGRAMMED = "TrafficProgrammed";
    static final String TRAFFIC_VERIFIED = "TrafficVerified";

    private final Observed observed;
    private final Plan plan;
    private final ConditionFactory factory;

    private Conditions(Observed observed, Plan plan, ConditionFactory factory) {
        this.observed = observed;
        this.plan = plan;
        this.factory = factory;
    }

    static List<Condition> of(Observed observed, Plan plan, Instant now) {
        var factory = new ConditionFactory(observed.status(), observed.generation(), now);
        var all = new Conditions(observed, plan, factory);
        return Stream.concat(
                        Stream.of(
                                all.ready(),
                                all.reconciling(),
                                all.stalled(),
                                all.progressing(),
                                all.trafficProgrammed(),
                                VerifiedCondition.of(plan, factory),
                                all.promoted(),
                                JudgedCondition.of(observed, plan, factory),
                                Rebalances.condition(plan, factory)),
                        CoveredCondition.of(observed, factory).stream())
                .toList();
    }

    private Condition ready() {
        boolean served = programmed()
                && plan.problem().isEmpty()
                && plan.course().failure().isEmpty()
                && plan.waiting() != Waiting.REMOVAL
                && plan.waiting() != Waiting.CANARY
                && plan.waiting() != Waiting.STABLE
                && plan.weights()
                        .map(weights -> weights.canary() == plan.walk().weight())
                        .orElse(false);
        return served
                ? factory.yes(READY, Reasons.SERVING, Words.share(plan) + ".")
                : factory.no(READY, hindrance(), hindranceInWords());
    }

    private Condition reconciling() {
        boolean busy = switch (plan.waiting()) {
            case PROXIES, CONFIRMATION, CANARY, STABLE, TRAFFIC, ROLLOUT, STREAMS, REMOVAL -> !plan.overdue();
            case NOTHING, HOLD, JUDGEMENT, JOB, GATE, SCHEDULE, APPROVAL, FAILED, RESUME, MENDING -> false;
        };
        return busy
                ? factory.yes(RECONCILING, hindrance(), hindranceInWords())
                : factory.no(RECONCILING, Reasons.AS_EXPECTED, "");
    }

    private Condition stalled() {
        if (plan.problem().isPresent()) {
            Problem problem = plan.problem().get();
            return factory.yes(STALLED, problem.reason(), problem.message());
        } else if (plan.course().failure().isPresent()) {
            Failure failure = plan.course().failure().get();
            return factory.yes(STALLED, failure.reason(), Words.sentBack(failure));
        } else if (plan.overdue()) {
            String late = "No progress for more than " + observed.spec().progressDeadline() + ": ";
            return factory.yes(STALLED, Reasons.PROGRESS_DEADLINE_EXCEEDED, late + hindranceInWords());
        }
        return factory.no(STALLED, Reasons.AS_EXPECTED, "");
    }

    private Condition progressing() {
        Walk walk = plan.walk();
        boolean going = !walk.completed() || plan.waiting() == Waiting.CONFIRMATION;
        return switch (plan.waiting()) {
            case NOTHING -> factory.no(PROGRESSING, done(), Words.share(plan) + ".");
            case HOLD -> factory.yes(PROGRESSING, Reasons.HOLDING_STEP, Words.share(plan) + ". " + next());
            case JUDGEMENT -> factory.yes(PROGRESSING, Reasons.AWAITING_JUDGEMENT, Words.share(plan) + ". " + next());
            case APPROVAL -> factory.yes(PROGRESSING, Reasons.AWAITING_APPROVAL, Words.share(plan) + ". " + next());
            case JOB, GATE -> factory.yes(PROGRESSING, Reasons.AWAITING_GATE, Words.share(plan) + ". " + next());
            case SCHEDULE -> factory.yes(PROGRESSING, Reasons.OUTSIDE_SCHEDULE, Words.share(plan) + ". " + next());
            case RESUME -> factory.no(PROGRESSING, Reasons.PAUSED, Words.share(plan) + ". " + next());
            case MENDING, FAILED, REMOVAL -> factory.no(PROGRESSING, hindrance(), hindranceInWords());
            case ROLLOUT, STREAMS -> factory.yes(PROGRESSING, hindrance(), Words.share(plan) + ". " + next());
            case PROXIES, CONFIRMATION, CANARY, STABLE, TRAFFIC ->
                going
                        ? factory.yes(PROGRESSING, hindrance(), hindranceInWords())
                        : factory.no(PROGRESSING, hindrance(), hindranceInWords());
        };
    }

    private String done() {
        if (plan.adoption().isPresent()) {
            return Reasons.IDLE;
        }
        return observed.spec().strategy().steps() == null ? Reasons.WEIGHT_BY_HAND : Reasons.COMPLETED;
    }

    private Condition trafficProgrammed() {
        return programmed()
                ? factory.yes(TRAFFIC_PROGRAMMED, Reasons.SERVING, Words.share(plan) + " at every ready proxy.")
                : factory.no(TRAFFIC_PROGRAMMED, unprogrammed(), unprogrammedInWords());
    }

    private Condition promoted() {
        if (plan.adoption().isPresent()) {
            return Adoptions.promoted(observed, plan, factory);
        }
        boolean all = programmed()
                && plan.walk().completed()
                && plan.weights()
                        .map(weights -> weights.canary() == weights.total())
                        .orElse(false);
        return all
                ? factory.yes(PROMOTED, Reasons.ALL_TRAFFIC_ON_CANARY, "Canary gets every request.")
                : factory.no(PROMOTED, Reasons.TRAFFIC_ON_STABLE, "Canary does not get every request for good.");
    }

    private boolean programmed() {
        return plan.isProgrammed(observed);
    }

    /** What is in the way, in one word. */
    private String hindrance() {
        return switch (plan.waiting()) {
            case MENDING -> plan.problem().map(Problem::reason).orElse(Reasons.AS_EXPECTED);
            case CANARY -> Reasons.CANARY_NOT_READY;
            case STABLE -> Reasons.STABLE_NOT_READY;
            case TRAFFIC -> Reasons.SHARES_DEVIATE;
            case ROLLOUT -> Reasons.AWAITING_ROLLOUT;
            case STREAMS -> Reasons.DRAINING;
            case RESUME -> Reasons.PAUSED;
            case REMOVAL -> Reasons.TERMINATING;
            case PROXIES, CONFIRMATION -> unprogrammed();
            case FAILED -> plan.course().failure().map(Failure::reason).orElse(Reasons.AS_EXPECTED);
            case JOB, GATE -> Reasons.AWAITING_GATE;
            case SCHEDULE -> Reasons.OUTSIDE_SCHEDULE;
            case NOTHING, HOLD, JUDGEMENT, APPROVAL -> Reasons.AS_EXPECTED;
        };
    }

    private String hindranceInWords() {
        return switch (plan.waiting()) {
            case MENDING -> plan.problem().map(Problem::message).orElse("");
            case CANARY -> Words.canaryNotReady(observed, plan);
            case STABLE -> Words.stableNotReady(observed);
            case TRAFFIC -> VerifiedCondition.of(plan, factory).message();
            case PROXIES, CONFIRMATION -> unprogrammedInWords();
            case FAILED -> plan.course().failure().map(Words::sentBack).orElse("");
            case RESUME, REMOVAL, NOTHING, HOLD, ROLLOUT, STREAMS, JUDGEMENT, JOB, GATE, SCHEDULE, APPROVAL -> next();
        };
    }

    private String unprogrammed() {
        if (observed.readyProxies().isEmpty()) {
            return Reasons.PROXIES_NOT_READY;
        }
        return Words.rejection(observed).isPresent() ? Reasons.CONFIGURATION_REJECTED : Reasons.AWAITING_CONFIRMATION;
    }

    private String unprogrammedInWords() {
        if (observed.readyProxies().isEmpty()) {
            return "None of %d proxies is ready.".formatted(observed.proxiesWanted());
        }
        return Words.rejection(observed).orElseGet(() -> Words.confirmed(observed, plan) + ".");
    }

    private String next() {
        return Words.next(observed, plan);
    }
}
