package dev.serin.status;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.Step;
import dev.serin.plan.Kept;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import dev.serin.plan.Problem;
import dev.serin.plan.ProxyFacts;
import dev.serin.plan.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sentences that conditions, events and the status share. */
final class Words {
    private Words() {}

    /** What happens next, and when. */
    static String next(Observed o, Plan plan) {
        return switch (plan.waiting()) {
            case NOTHING ->
                plan.adoption().isPresent()
                        ? "A changed pod template of Deployment " + o.stable().deployment() + " begins a release."
                        : "Nothing: the wanted weight is served.";
            case ROLLOUT -> "Goes on when all pods of Deployment " + o.stable().deployment() + " have its template.";
            case STREAMS -> Adoptions.streams(plan);
            case HOLD -> afterHold(o, plan);
            case JUDGEMENT -> "Goes on when canary is known to be good: " + judged(plan) + ".";
            case JOB, GATE ->
                "Goes on when each gate passes. Awaited is "
                        + plan.course().gate().orElse("none") + ".";
            case SCHEDULE ->
                "Goes on at %s, when spec.schedule lets steps begin."
                        .formatted(plan.course().opens().map(Instant::toString).orElse("the next opening"));
            case APPROVAL -> "Goes on when a person approves: annotate the release with serin.dev/action=approve.";
            case FAILED ->
                "Goes on when Deployment %s has another pod template, or by serin.dev/action=retry.%s"
                        .formatted(templated(o), kept(o, plan));
            case RESUME ->
                o.spec().paused()
                        ? "The release goes on when spec.paused is false."
                        : "The release goes on by serin.dev/action=resume.";
            case PROXIES -> "Goes on when a proxy is ready.";
            case CONFIRMATION -> "Goes on when every ready proxy has confirmed the weights.";
            case CANARY -> "Goes on when a pod of Deployment " + o.canary().deployment() + " is ready.";
            case STABLE -> "Goes on when a pod of Deployment " + o.stable().deployment() + " is ready.";
            case TRAFFIC -> "Goes on when requests are seen where the weights say.";
            case MENDING ->
                "Goes on when this is mended: "
                        + plan.problem().map(Problem::reason).orElse("");
            case REMOVAL -> removal(plan);
        };
    }

    /** The Deployment whose template decides. */
    private static String templated(Observed o) {
        return o.spec().isInPlace() ? o.stable().deployment() : o.canary().deployment();
    }

    private static String kept(Observed o, Plan plan) {
        boolean kept = plan.adoption()
                .filter(status ->
                        status.stage() == Stage.Returning && status.replicas() != null && status.replicas() > 0)
                .isPresent();
        return plan.course()
                .failure()
                .filter(failure -> kept)
                .map(failure -> " Deployment %s is kept until %s (spec.rollback.keep)."
                        .formatted(o.canary().deployment(), Kept.end(o, failure)))
                .orElse("");
    }

    private static String afterHold(Observed o, Plan plan) {
        List<Step> steps = Optional.ofNullable(o.spec().strategy().steps()).orElse(List.of());
        String at = Optional.ofNullable(plan.walk().heldUntil())
                .map(until -> " at " + until)
                .orElse("");
        int step = plan.walk().step();
        return step < steps.size()
                ? "Canary weight %d (step %d/%d)%s.".formatted(steps.get(step).weight(), step + 1, steps.size(), at)
                : "The walk completes%s.".formatted(at);
    }

    private static String judged(Plan plan) {
        return plan.course().analysis().map(AnalysisStatus::message).orElse("nothing is known yet");
    }

    /** Why canary was sent back, and what that means for traffic. */
    static String sentBack(Failure failure) {
        return failure.message() + " Canary (" + failure.revision() + ") gets no request any more.";
    }

    private static String removal(Plan plan) {
        return switch (plan.work()) {
            case RETURN_TO_STABLE -> "The proxies send everything to stable; then they are removed.";
            case REMOVE_PROXIES -> "The proxies drain and stop; then the rest is removed.";
            default -> "What is left is removed.";
        };
    }

    /** The share that the proxies are told. */
    static String share(Plan plan) {
        return plan.weights()
                .map(weights -> "Canary gets %d of %d requests".formatted(weights.canary(), weights.total()))
                .orElse("No weights are set");
    }

    static String confirmed(Observed o, Plan plan) {
        return "%d of %d ready proxies have confirmed the weights"
                .formatted(plan.programmed(), o.readyProxies().size());
    }

    /** Why the canary gets nothing. */
    static String canaryNotReady(Observed o, Plan plan) {
        Workload canary = o.canary();
        if (canary.ready()) {
            return plan.adoption().isPresent()
                    ? "Deployment %s has %d ready pods, too few for more weight. The hold stands still."
                            .formatted(canary.deployment(), canary.endpoints())
                    : "Deployment %s is still replacing its pods. Its first weight waits until all are of the new template."
                            .formatted(canary.deployment());
        }
        return "Deployment %s has no ready pod%s. No request is sent to it, and the hold stands still."
                .formatted(
                        canary.deployment(),
                        canary.trouble().map(trouble -> " (" + trouble + ")").orElse(""));
    }

    /** Why stable's share of the requests fails. */
    static String stableNotReady(Observed o) {
        Workload stable = o.stable();
        return "Deployment %s has no ready pod%s. Requests for it fail."
                .formatted(
                        stable.deployment(),
                        stable.trouble().map(trouble -> " (" + trouble + ")").orElse(""));
    }

    /** Envoy's words, if a proxy refused its configuration. */
    static Optional<String> rejection(Observed o) {
        return o.proxies().stream()
                .filter(proxy -> proxy.rejection().isPresent())
                .findFirst()
                .map(Words::rejection);
    }

    private static String rejection(ProxyFacts proxy) {
        return "Proxy %s refused the configuration and goes on with its last good one: %s"
                .formatted(proxy.pod(), proxy.rejection().orElse(""));
    }
}
