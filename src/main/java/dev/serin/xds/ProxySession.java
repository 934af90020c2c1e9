package dev.serin.xds;

import io.envoyproxy.controlplane.cache.Response;
import io.envoyproxy.controlplane.cache.Watch;
import io.envoyproxy.controlplane.cache.WatchCancelledException;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One proxy on one stream: what it has confirmed or refused, what it waits for, and what it is sent next.
 *
 * <p>A request names the version that the proxy has: on a new stream what it had before, later what it confirmed. So a
 * proxy that comes back with what is wanted is sent nothing. What it refuses is not sent again until it changes.
 */
final class ProxySession {
    private static final Logger log = LoggerFactory.getLogger(ProxySession.class);
    /** More of an Envoy's words to a configuration that it refuses would be its whole configuration. */
    private static final int WORDS = 1000;

    private final ReleaseKey release;
    private final String node;
    private final String bindAddress;
    private final Exchange exchange;
    private final Map<Kind, Watch> watches = new EnumMap<>(Kind.class);
    private final Map<Kind, String> confirmed = new EnumMap<>(Kind.class);
    private final Map<Kind, String> sent = new EnumMap<>(Kind.class);
    private final Map<Kind, String> refused = new EnumMap<>(Kind.class);
    private final Map<String, Told> told = new HashMap<>();
    private final Map<String, Staging.Held> held = new HashMap<>();
    private Optional<String> rejection = Optional.empty();
    private @Nullable ReleaseResources wanted;

    /** What a version of the route meant. */
    private record Told(Split split, Use use) {}

    ProxySession(ReleaseKey release, String node, String bindAddress, Exchange exchange) {
        this.exchange = exchange;
        this.release = release;
        this.node = node;
        this.bindAddress = bindAddress;
    }

    ReleaseKey release() {
        return release;
    }

    String node() {
        return node;
    }

    /** Makes a configuration the wanted one and sends what may be sent of it. */
    synchronized void want(@Nullable ReleaseResources resources) {
        wanted = resources;
        send();
    }

    /** Takes in a request, which is at once an answer to what was sent before, and sends what it makes possible. */
    synchronized void heard(Kind kind, Watch watch, boolean clustersChanged) {
        DiscoveryRequest request = watch.request().v3Request();
        String pending = sent.remove(kind);
        confirmed.put(kind, request.getVersionInfo());
        if (pending != null && request.hasErrorDetail()) {
            // Whatever it says goes into the log and into the release's status.
            String words = Printable.of(request.getErrorDetail().getMessage(), WORDS);
            exchange.refused(kind, release, node, words);
            refused.put(kind, pending);
            rejection = Optional.of(words);
        } else if (pending != null) {
            exchange.confirmed(kind);
            refused.remove(kind);
            rejection = refused.isEmpty() ? Optional.empty() : rejection;
        }
        watches.put(kind, watch);
        if (kind == Kind.ENDPOINT && clustersChanged) {
            // A cluster that was changed waits for its endpoints, even if they are the same.
            confirmed.put(kind, "");
        }
        send();
    }

    /** While a route is on its way, nobody can tell which one is in force. */
    synchronized ProxyState state() {
        Optional<Split> applied = sent.containsKey(Kind.ROUTE)
                ? Optional.empty()
                : Optional.ofNullable(told.get(confirmed(Kind.ROUTE))).map(Told::split);
        return new ProxyState(node, applied, rejection);
    }

    private void send() {
        ReleaseResources resources = wanted;
        if (resources == null) {
            return;
        }
        told.put(resources.route().version(), new Told(resources.config().split(), Use.of(resources.config())));
        Staging.Held endpoints = Staging.endpoints(resources.config(), has());
        // Alone, as requests follow the route, and there may be a hundred proxies to tell: all else waits for its
        // answer.
        if (Staging.routeMayGo(resources.clusters().version(), endpoints, has())
                && send(Kind.ROUTE, resources.route())) {
            return;
        }
        Versioned assignments = resources.endpoints(endpoints);
        held.put(assignments.version(), endpoints);

        forget(resources.route().version(), assignments.version());

        send(Kind.CLUSTER, resources.clusters());
        send(Kind.ENDPOINT, assignments);
        send(Kind.LISTENER, resources.listener(node, bindAddress));
        // What a proxy had when it came may be all that its route needs.
        if (Staging.routeMayGo(resources.clusters().version(), endpoints, has())) {
            send(Kind.ROUTE, resources.route());
        }
        if (extensionsMayGo(resources)) {
            send(Kind.EXTENSION, resources.extensions());
        }
    }

    /**
     * What counts as a stream of the old weights is settled when the new ones are in force. A filter that was taken out
     * of the listener lives on while its connections drain, and keeps what it has.
     */
    private boolean extensionsMayGo(ReleaseResources wanted) {
        return !wanted.extensions().isEmpty()
                && (confirmed(Kind.EXTENSION).isEmpty()
                        || confirmed(Kind.ROUTE).equals(wanted.route().version()));
    }

    /** What versions meant is only needed for those that the proxy has, was just sent, or is about to be sent. */
    private void forget(String route, String endpoints) {
        told.keySet().retainAll(List.of(route, confirmed(Kind.ROUTE), sent.getOrDefault(Kind.ROUTE, "")));
        held.keySet().retainAll(List.of(endpoints, confirmed(Kind.ENDPOINT), sent.getOrDefault(Kind.ENDPOINT, "")));
    }

    private Staging.Has has() {
        String endpoints = confirmed(Kind.ENDPOINT);
        return new Staging.Has(
                !sent.containsKey(Kind.CLUSTER),
                confirmed(Kind.CLUSTER),
                Optional.ofNullable(held.get(endpoints)),
                Optional.ofNullable(held.get(sent.getOrDefault(Kind.ENDPOINT, endpoints))),
                Stream.of(confirmed(Kind.ROUTE), sent.getOrDefault(Kind.ROUTE, ""))
                        .map(told::get)
                        .filter(Objects::nonNull)
                        .map(Told::use)
                        .reduce(Use.NONE, Use::or));
    }

    private String confirmed(Kind kind) {
        return confirmed.getOrDefault(kind, "");
    }

    /** Sends once: a watch is used up by its response, and there is a new one only when the proxy has answered. */
    private boolean send(Kind kind, Versioned resources) {
        Watch watch = watches.get(kind);
        boolean known = resources.version().equals(confirmed(kind))
                || resources.version().equals(refused.get(kind));
        if (watch == null || watch.isCancelled() || known || !exchange.mayPush()) {
            return false;
        }
        watches.remove(kind);
        sent.put(kind, resources.version());
        log.debug("proxy {} of {} is sent its {}", node, release, kind);
        try {
            watch.respond(Response.create(watch.request(), resources.resources(), resources.version()));
            exchange.sent(kind);
        } catch (WatchCancelledException e) {
            log.debug("proxy {} of {} left before it was told its {}", node, release, kind);
        }
        return true;
    }
}
