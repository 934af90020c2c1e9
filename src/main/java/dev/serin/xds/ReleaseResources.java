package dev.serin.xds;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The resources of one configuration, shared by all proxies of the release. */
final class ReleaseResources {
    private final ProxyConfig config;
    private final Versioned clusters;
    private final Versioned route;
    private final Versioned extensions;
    private final Map<Bound, Versioned> listeners;
    private final Map<Staging.Held, Versioned> endpoints = new ConcurrentHashMap<>();

    /**
     * {@code before}: what the release had until now. Clusters and listeners are taken over from it when nothing changed
     * that they depend on, as a new weight waits for them: building them takes longer than building its route.
     */
    ReleaseResources(ProxyConfig config, @Nullable ReleaseResources before) {
        this.config = config;
        if (before != null && Fixed.of(before.config).equals(Fixed.of(config))) {
            this.clusters = before.clusters;
            this.listeners = before.listeners;
        } else {
            this.clusters = Versioned.of(() -> ClusterFactory.clusters(config));
            this.listeners = new ConcurrentHashMap<>();
        }
        this.route = Versioned.of(() -> List.of(RouteFactory.route(config)));
        this.extensions = Versioned.of(() -> StreamFactory.configs(config));
    }

    /** What clusters and listeners depend on. */
    private record Fixed(
            ProxyConfig.Protocol protocol,
            ProxyConfig.Logs logs,
            Routing routing,
            Optional<Duration> maxAge,
            boolean endsStreams,
            Map<String, Integer> sent) {
        static Fixed of(ProxyConfig config) {
            Connections connections = config.connections();
            return new Fixed(
                    config.protocol(),
                    config.logs(),
                    config.routing(),
                    connections.maxAge(),
                    connections.ending().isPresent(),
                    connections.sent());
        }
    }

    ProxyConfig config() {
        return config;
    }

    Versioned clusters() {
        return clusters;
    }

    Versioned route() {
        return route;
    }

    Versioned extensions() {
        return extensions;
    }

    /** Proxies may listen on addresses of their own, and send connections away one after the other. */
    Versioned listener(String node, String bindAddress) {
        return listeners.computeIfAbsent(
                new Bound(bindAddress, config.connections().sentBy(node)),
                bound -> Versioned.of(() -> List.of(ListenerFactory.listener(config, bound.address(), bound.sent()))));
    }

    /** What a listener depends on besides the release. */
    private record Bound(String address, int sent) {}

    /** While a change is staged, proxies may have to keep endpoints that are no longer wanted. */
    Versioned endpoints(Staging.Held held) {
        return endpoints.computeIfAbsent(held, kept -> Versioned.of(() -> EndpointFactory.assignments(config, kept)));
    }
}
