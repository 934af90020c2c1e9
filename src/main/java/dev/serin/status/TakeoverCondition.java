package dev.serin.status;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.api.v1alpha1.TakeoverStatus.Stage;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import dev.serin.plan.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The takeover of the Service in words: the condition {@code TakenOver}, and the events. */
final class TakeoverCondition {
    static final String TYPE = "TakenOver";

    private static final String MEND =
            "Leave spec.selector out of what applies the Service (and name a port of the pods as its targetPort), or set"
                    + " spec.service.exposure to Separate.";

    private TakeoverCondition() {}

    static Condition of(Observed observed, Plan plan, ConditionFactory factory) {
        String service = "Service " + observed.spec().service().name();
        Optional<TakeoverStatus> takeover = plan.takeover();
        if (takeover.isEmpty()) {
            return observed.spec().isTakeover()
                    ? factory.no(TYPE, Reasons.AWAITING_PROXIES, waiting(plan, service))
                    : factory.no(
                            TYPE,
                            Reasons.SEPARATE,
                            "%s is left alone; clients dial %s-proxy.".formatted(service, observed.name()));
        }
        TakeoverStatus status = takeover.get();
        return switch (status.stage()) {
            case Waiting -> factory.no(TYPE, Reasons.AWAITING_PROXIES, waiting(plan, service));
            case Yielded ->
                factory.no(
                        TYPE,
                        Reasons.SERVICE_SET_BACK,
                        "%s is set back again and again, and requests are not split meanwhile: it is taken back every 30s. "
                                        .formatted(service)
                                + MEND);
            case Returning ->
                factory.no(
                        TYPE,
                        Reasons.SERVICE_RETURNED,
                        "%s is what it was; its endpoints are awaited.".formatted(service));
            case Taken -> taken(observed, status, service, factory);
        };
    }

    private static String waiting(Plan plan, String service) {
        return plan.problem()
                .map(Problem::reason)
                .map(reason -> "%s is left as it is until this is mended: %s.".formatted(service, reason))
                .orElse(service + " is taken over when every ready proxy has confirmed the weights.");
    }

    private static Condition taken(Observed observed, TakeoverStatus status, String service, ConditionFactory factory) {
        if (!status.leads()) {
            int others = observed.service().takeover().others();
            return factory.no(
                    TYPE,
                    Reasons.AWAITING_ENDPOINTS,
                    others == 0
                            ? service + " has the proxies' selector; its endpoints are awaited."
                            : "%s still leads to %d pods that are no proxies. If that lasts, look for EndpointSlices of it that somebody made by hand."
                                    .formatted(service, others));
        } else if (status.nothingBypasses()) {
            return factory.yes(
                    TYPE,
                    Reasons.NOTHING_BYPASSES,
                    service + " leads to the proxies, and no older connection bypasses them." + often(status));
        }
        return factory.yes(
                TYPE,
                Reasons.CONNECTIONS_BYPASS,
                service + " leads to the proxies. " + bypassing(status) + remedy(observed, status) + often(status));
    }

    private static String bypassing(TakeoverStatus status) {
        Integer pods = status.olderPods();
        Integer connections = status.bypassing();
        if (pods == null) {
            return "Older connections to its pods are not counted yet.";
        }
        return connections == null
                ? "%d older pods may have connections that bypass them; they do not tell how many (no gRPC channelz)."
                        .formatted(pods)
                : "%d connections to %d older pods bypass them.".formatted(connections, pods);
    }

    private static String remedy(Observed observed, TakeoverStatus status) {
        if (status.restart() != null) {
            return status.restart().done()
                    ? " Pods were restarted at %s.".formatted(status.restart().at())
                    : "";
        }
        return switch (observed.spec().onTakeover()) {
            case RestartTarget -> " The target is restarted when nothing else is going on with it.";
            case RestartClients -> " The clients are restarted.";
            case None -> " They end when those pods or their clients are restarted.";
        };
    }

    private static String often(TakeoverStatus status) {
        return status.setBack().size() > 1
                ? " Somebody has set it back %d times of late. "
                                .formatted(status.setBack().size())
                        + MEND
                : "";
    }

    static List<Note> notes(CanaryReleaseStatus before, CanaryReleaseStatus after) {
        Optional<TakeoverStatus> was = Optional.ofNullable(before.takeover());
        Optional<TakeoverStatus> is = Optional.ofNullable(after.takeover());
        List<Note> notes = new ArrayList<>();
        Optional<Stage> stage = is.map(TakeoverStatus::stage);
        if (!stage.equals(was.map(TakeoverStatus::stage)) || !since(was).equals(since(is))) {
            is.flatMap(status -> arrived(was, status)).ifPresent(notes::add);
        }
        is.filter(status -> status.restart() != null
                        && was.filter(old -> old.restart() != null).isEmpty())
                .ifPresent(status -> notes.add(Note.normal(
                        Reasons.TAKEOVER_RESTART,
                        bypassing(status) + " Pods are restarted once, so that clients dial again.")));
        is.filter(TakeoverStatus::nothingBypasses)
                .filter(status -> was.filter(TakeoverStatus::nothingBypasses).isEmpty())
                .ifPresent(status ->
                        notes.add(Note.normal(Reasons.NOTHING_BYPASSES, "No older connection bypasses the proxies.")));
        return notes;
    }

    private static Optional<String> since(Optional<TakeoverStatus> status) {
        return status.map(TakeoverStatus::since);
    }

    private static Optional<Note> arrived(Optional<TakeoverStatus> was, TakeoverStatus is) {
        boolean setBack = !is.setBack().isEmpty()
                && was.filter(old -> !old.setBack().equals(is.setBack())).isPresent();
        return switch (is.stage()) {
            case Waiting, Taken ->
                setBack
                        ? Optional.of(Note.warning(
                                Reasons.SERVICE_SET_BACK,
                                "Somebody changed the Service while it was taken over: what they wrote is what it gets back, and it is taken again. "
                                        + MEND))
                        : is.stage() == Stage.Taken
                                ? Optional.of(
                                        Note.normal(
                                                Reasons.SERVICE_TAKEN_OVER,
                                                "The Service that clients dial leads to the proxies from now on; what it was is in its annotation serin.dev/taken-over."))
                                : Optional.empty();
            case Yielded ->
                Optional.of(Note.warning(
                        Reasons.SERVICE_SET_BACK,
                        "The Service is set back again and again: it is taken back every 30s only. " + MEND));
            case Returning ->
                Optional.of(Note.normal(
                        Reasons.SERVICE_RETURNED, "The Service that clients dial is given back what it was."));
        };
    }
}
