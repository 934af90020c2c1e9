package dev.serin.plan;

import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.ServiceReference;
import java.util.Optional;

/** Which Services cannot be taken over: those that lead to more than the proxies can answer for. */
final class Dialled {
    private Dialled() {}

    static Optional<Problem> problem(ServiceReference named, ServiceFacts service) {
        return switch (service.kind()) {
            case EXTERNAL_NAME ->
                type(named, "is another name for something outside the cluster (type ExternalName)", "an ordinary one");
            case HEADLESS ->
                type(
                        named,
                        "is headless: its clients dial the pods' own port, at which no proxy listens",
                        "one with an address");
            case NOT_TCP ->
                ports(named, "has ports that are not TCP, %s".formatted(service.ports()), "with a TCP port only");
            case ORDINARY ->
                service.ports().stream().allMatch(port -> port == named.port())
                        ? Optional.empty()
                        : service.ports().contains(named.port())
                                ? ports(
                                        named,
                                        "has other ports besides, %s".formatted(others(named, service)),
                                        "for them")
                                : Optional.empty();
        };
    }

    private static String others(ServiceReference named, ServiceFacts service) {
        return service.ports().stream()
                .filter(port -> port != named.port())
                .toList()
                .toString();
    }

    private static Optional<Problem> ports(ServiceReference named, String what, String whose) {
        return Optional.of(new Problem(
                Reasons.SERVICE_PORTS_NOT_SUPPORTED,
                ("Service %s cannot be taken over: the proxies answer at port %d only, and it %s. Make a Service %s, or"
                                + " set spec.service.exposure to Separate. Traffic stays as it is.")
                        .formatted(named.name(), named.port(), what, whose)));
    }

    private static Optional<Problem> type(ServiceReference named, String what, String other) {
        return Optional.of(new Problem(
                Reasons.SERVICE_TYPE_NOT_SUPPORTED,
                ("Service %s cannot be taken over: it %s. Name %s in spec.service.name, or set spec.service.exposure to"
                                + " Separate. Traffic stays as it is.")
                        .formatted(named.name(), what, other)));
    }
}
