package dev.serin.xds;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The resources of one configuration, shared by all proxies of the release. */
final class ReleaseResources {
    private final ProxyConfig config;
    private final Versioned clusters;
    private final Versioned route;
    private final Versioned extensions;
    private final Map<Bound, Versioned> listeners = new ConcurrentHashMap<>();
    private final Map<Staging.Held, Versioned> endpoints = new ConcurrentHashMap<>();

    ReleaseResources(ProxyConfig config) {
        this.config = config;
        this.clusters = Versioned.of(() -> ClusterFactory.clusters(config));
        this.route = Versioned.of(() -> List.of(RouteFactory.route(config)));
        this.extensions = Versioned.of(() -> StreamFactory.configs(config));
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
