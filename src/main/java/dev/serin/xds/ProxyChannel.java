package dev.serin.xds;

import com.google.protobuf.Value;
import io.envoyproxy.controlplane.cache.ConfigWatcher;
import io.envoyproxy.controlplane.cache.DeltaResponse;
import io.envoyproxy.controlplane.cache.DeltaWatch;
import io.envoyproxy.controlplane.cache.DeltaXdsRequest;
import io.envoyproxy.controlplane.cache.Response;
import io.envoyproxy.controlplane.cache.Watch;
import io.envoyproxy.controlplane.cache.XdsRequest;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins proxies and releases: each stream is a session, each session is told its release's configuration.
 *
 * <p>This takes the place of java-control-plane's own cache, which answers a proxy that comes back with what it has
 * already, sends again what was refused, and knows no stages.
 */
final class ProxyChannel implements ConfigWatcher, DiscoveryServerCallbacks {
    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final String POD_IP = "POD_IP";

    private final Map<Long, ProxySession> byStream = new ConcurrentHashMap<>();
    /** By their nodes. The inner maps are replaced, never changed. */
    private final Map<ReleaseKey, Map<String, ProxySession>> byRelease = new ConcurrentHashMap<>();

    private final Map<ReleaseKey, ReleaseResources> releases = new ConcurrentHashMap<>();
    private final Exchange exchange;
    private final List<Consumer<ReleaseKey>> listeners = new CopyOnWriteArrayList<>();

    ProxyChannel(Exchange exchange) {
        this.exchange = exchange;
    }

    void publish(ProxyConfig config) {
        ReleaseResources before = releases.get(config.release());
        if (before != null && before.config().equals(config)) {
            return;
        }
        var resources = new ReleaseResources(config, before);
        releases.put(config.release(), resources);
        sessions(config.release()).forEach(session -> session.want(resources));
    }

    void remove(ReleaseKey release) {
        releases.remove(release);
        sessions(release).forEach(session -> session.want(null));
    }

    List<ProxySession> sessions(ReleaseKey release) {
        return List.copyOf(byRelease.getOrDefault(release, Map.of()).values());
    }

    ChannelCounts counts(long turnedAway) {
        return exchange.counts(byStream.size(), turnedAway);
    }

    void onChange(Consumer<ReleaseKey> listener) {
        listeners.add(listener);
    }

    /** Comes before the watch for the same request, on the same thread: binds the stream to its proxy. */
    @Override
    public void onV3StreamRequest(long streamId, DiscoveryRequest request) {
        if (!byStream.containsKey(streamId)) {
            ProxySession session = session(request.getNode());
            byStream.put(streamId, session);
            byRelease.merge(session.release(), Map.of(session.node(), session), ProxyChannel::with);
            session.want(releases.get(session.release()));
        }
    }

    @Override
    public Watch createWatch(
            boolean ads,
            XdsRequest request,
            Set<String> knownResourceNames,
            Consumer<Response> responseConsumer,
            boolean hasClusterChanged,
            boolean allowDefaultEmptyEdsUpdate) {
        var watch = new Watch(ads, allowDefaultEmptyEdsUpdate, request, responseConsumer);
        Node node = request.v3Request().getNode();
        ProxySession session = byRelease.getOrDefault(release(node), Map.of()).get(node.getId());
        Optional<Kind> kind = Kind.of(request.getTypeUrl());
        if (session != null && kind.isPresent()) {
            ProxyState before = session.state();
            session.heard(kind.get(), watch, hasClusterChanged);
            if (!session.state().equals(before)) {
                changed(session.release());
            }
        }
        return watch;
    }

    @Override
    public void onStreamClose(long streamId, String typeUrl) {
        closed(streamId);
    }

    @Override
    public void onStreamCloseWithError(long streamId, String typeUrl, Throwable error) {
        closed(streamId);
    }

    private void closed(long streamId) {
        ProxySession session = byStream.remove(streamId);
        // A proxy that has come back on a new stream already stays.
        if (session != null && sessions(session.release()).contains(session)) {
            byRelease.computeIfPresent(session.release(), (release, all) -> without(all, session));
            changed(session.release());
        }
    }

    private void changed(ReleaseKey release) {
        listeners.forEach(listener -> listener.accept(release));
    }

    private static Map<String, ProxySession> with(Map<String, ProxySession> some, Map<String, ProxySession> more) {
        Map<String, ProxySession> all = new HashMap<>(some);
        all.putAll(more);
        return Map.copyOf(all);
    }

    /** Null when none is left, so that the release is forgotten. */
    private static @Nullable Map<String, ProxySession> without(Map<String, ProxySession> all, ProxySession gone) {
        Map<String, ProxySession> left = new HashMap<>(all);
        left.remove(gone.node(), gone);
        return left.isEmpty() ? null : Map.copyOf(left);
    }

    private static ReleaseKey release(Node node) {
        String[] names = node.getCluster().split("/", 2);
        return new ReleaseKey(names[0], names.length > 1 ? names[1] : "");
    }

    private ProxySession session(Node node) {
        Value address = node.getMetadata().getFieldsOrDefault(POD_IP, Value.getDefaultInstance());
        return new ProxySession(
                release(node),
                node.getId(),
                address.getStringValue().isEmpty() ? ANY_ADDRESS : address.getStringValue(),
                exchange);
    }

    @Override
    public void onV3StreamDeltaRequest(long streamId, DeltaDiscoveryRequest request) {
        throw new UnsupportedOperationException("proxies are told the state of the world, see their bootstrap");
    }

    @Override
    public @Nullable DeltaWatch createDeltaWatch(
            DeltaXdsRequest request,
            String requesterVersion,
            Map<String, String> resourceVersions,
            Set<String> pendingResources,
            boolean isWildcard,
            Consumer<DeltaResponse> responseConsumer,
            boolean hasClusterChanged) {
        throw new UnsupportedOperationException("proxies are told the state of the world, see their bootstrap");
    }
}
