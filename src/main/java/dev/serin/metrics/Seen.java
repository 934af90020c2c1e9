package dev.serin.metrics;

import dev.serin.analysis.Connections;
import dev.serin.analysis.Counts;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.xds.ProxyState;
import dev.serin.xds.ReleaseKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All that one release's metrics are made of.
 *
 * @param counts what its proxies counted since they confirmed the weights
 * @param connections those of each proxy that was measured
 * @param proxies the connected ones
 * @param tally what has come to an end so far
 */
record Seen(
        ReleaseKey key,
        CanaryReleaseSpec spec,
        CanaryReleaseStatus status,
        Counts counts,
        Collection<Connections> connections,
        List<ProxyState> proxies,
        Tally tally) {

    static Seen of(CanaryRelease release, Sources sources) {
        ReleaseKey key = key(release);
        CanaryReleaseStatus status = Optional.ofNullable(release.getStatus()).orElse(CanaryReleaseStatus.EMPTY);
        return new Seen(
                key,
                release.getSpec(),
                status,
                Optional.ofNullable(status.weights())
                        .map(Weights::since)
                        .map(since -> sources.requests().apply(key, since).total())
                        .orElse(Counts.NONE),
                sources.connections().apply(key).values(),
                sources.proxies().apply(key),
                sources.happenings().of(key));
    }

    static ReleaseKey key(CanaryRelease release) {
        return new ReleaseKey(
                release.getMetadata().getNamespace(), release.getMetadata().getName());
    }
}
