package dev.serin.xds;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The resources of one configuration, built once and shared by all proxies of the release. */
final class ReleaseResources {
    private final ProxyConfig config;
    private final Versioned clusters;
    private final Versioned route;
    private final Map<String, Versioned> listeners = new ConcurrentHashMap<>();
    private final Map<Staging.Held, Versioned> endpoints = new ConcurrentHashMap<>();

    ReleaseResources(ProxyConfig config) {
        this.config = config;
        this.clusters = Versioned.of(ClusterFactory.clusters(config));
        this.route = Versioned.of(List.of(RouteFactory.route(config)));
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

    /** Proxies may listen on addresses of their own. */
    Versioned listener(String bindAddress) {
        return listeners.computeIfAbsent(
                bindAddress, address -> Versioned.of(List.of(ListenerFactory.listener(config, address))));
    }

    /** While a change is staged, proxies may have to keep endpoints that are no longer wanted. */
    Versioned endpoints(Staging.Held held) {
        return endpoints.computeIfAbsent(held, kept -> Versioned.of(EndpointFactory.assignments(config, kept)));
    }
}
