package dev.serin.xds;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the proxies of one release shall do, and all that their xDS resources depend on: equal values give the same
 * resources with the same versions, in any operator.
 *
 * @param logs what the proxies write down of requests; a change drains their connections
 * @param stable ready endpoints of stable, in any order
 * @param canary ready endpoints of canary, in any order
 * @param stableService where Kubernetes itself finds a pod of stable; for what none of the endpoints could be reached for
 */
public record ProxyConfig(
        ReleaseKey release,
        Protocol protocol,
        Logs logs,
        Split split,
        Routing routing,
        Connections connections,
        List<Endpoint> stable,
        List<Endpoint> canary,
        Optional<Endpoint> stableService) {

    /** Makes the order of the endpoints canonical, so that equal sets give equal configurations. */
    public ProxyConfig {
        stable = sorted(stable);
        canary = sorted(canary);
    }

    /** The same without attempts being counted. */
    public ProxyConfig(
            ReleaseKey release,
            Protocol protocol,
            boolean accessLog,
            Split split,
            Routing routing,
            Connections connections,
            List<Endpoint> stable,
            List<Endpoint> canary) {
        this(
                release,
                protocol,
                new Logs(accessLog, false),
                split,
                routing,
                connections,
                stable,
                canary,
                Optional.empty());
    }

    /** The same without an access log, and with connections that are left alone. */
    public ProxyConfig(
            ReleaseKey release,
            Protocol protocol,
            Split split,
            Routing routing,
            List<Endpoint> stable,
            List<Endpoint> canary) {
        this(release, protocol, false, split, routing, Connections.LEFT_ALONE, stable, canary);
    }

    /** The same with this service of stable. */
    ProxyConfig with(Endpoint service) {
        return new ProxyConfig(
                release, protocol, logs, split, routing, connections, stable, canary, Optional.of(service));
    }

    /**
     * What is written down.
     *
     * @param access a line for each request
     * @param attempts counters of how attempts ended, see {@link AttemptsFactory}; about 3 µs of a proxy's time each
     */
    public record Logs(boolean access, boolean attempts) {}

    /** Whether some requests go to canary whatever the split is. */
    boolean matches() {
        return !routing.canaryMatches().isEmpty() && !canary.isEmpty();
    }

    /** Whether the split needs a choice, and makes it exactly. */
    boolean diffuses() {
        return routing.isExact() && split.canary() > 0 && split.stable() > 0;
    }

    /** What the endpoints speak; see the API's field {@code service.protocol}. */
    public enum Protocol {
        GRPC,
        HTTP2,
        HTTP
    }

    private static List<Endpoint> sorted(List<Endpoint> endpoints) {
        return endpoints.stream()
                .distinct()
                .sorted(Comparator.comparing(Endpoint::address).thenComparingInt(Endpoint::port))
                .toList();
    }
}
