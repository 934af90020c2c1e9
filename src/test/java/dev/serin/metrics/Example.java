package dev.serin.metrics;

import dev.serin.analysis.Connections;
import dev.serin.analysis.Counts;
import dev.serin.analysis.InFlight;
import dev.serin.analysis.Measurement;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.xds.ChannelCounts;
import dev.serin.xds.ProxyState;
import dev.serin.xds.ReleaseKey;
import dev.serin.xds.Split;
import dev.serin.xds.XdsServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of releases that are there for the purpose; each has something to tell in every metric. */
final class Example {
    static final String SINCE = "2026-01-01T00:10:00Z";

    private static final String RELEASE = """
            metadata: {namespace: shop, name: NAME}
            spec:
              targetRef: {name: reporter}
              canaryRef: {name: reporter-v2}
              service: {name: reporter, port: 9090}
              strategy: {steps: [{weight: 10, hold: 10m}, {weight: 50, hold: 10m}, {weight: 100}]}
            status:
              phase: Progressing
              step: 2/3
              weights: {total: 1000, stable: 500, canary: 500, since: "2026-01-01T00:10:00Z"}
              walk: {step: 2, weight: 500, total: 1000, held: 0s, completed: false}
              analysis:
                since: "2026-01-01T00:00:00Z"
                outcome: Inconclusive
                message: wait
                requests: 400
                failed: 8
                stableRequests: 600
                stableFailed: 3
                evidence: "0.25"
                state: ""
              history:
                - {revision: c2, from: "2026-01-01T00:00:00Z", outcome: Running}
              takeover: {stage: Taken, since: "2026-01-01T00:00:00Z", olderPods: 3, bypassing: 40}
              proxies: {desired: 3, ready: 2, programmed: 1}
              conditions:
                - {type: Ready, status: "False", reason: R, message: m}
                - {type: Reconciling, status: "False", reason: R, message: m}
                - {type: Stalled, status: "False", reason: R, message: m}
                - {type: Progressing, status: "True", reason: R, message: m}
                - {type: TrafficProgrammed, status: "True", reason: R, message: m}
                - {type: TrafficVerified, status: "True", reason: R, message: m}
                - {type: Promoted, status: Unknown, reason: R, message: m}
                - {type: CanaryHealthy, status: "True", reason: R, message: m}
                - {type: Rebalanced, status: "True", reason: R, message: m}
                - {type: TakenOver, status: "True", reason: R, message: m}
            """;

    /** How often somebody wanted to see the releases. */
    final AtomicInteger looks = new AtomicInteger();

    final Map<String, CanaryRelease> releases = new ConcurrentHashMap<>();
    final Happenings happenings = new Happenings();
    final OperatorMetrics metrics;

    private Example() {
        metrics = new OperatorMetrics(
                new Sources(
                        () -> {
                            looks.incrementAndGet();
                            return releases.values().stream();
                        },
                        Example::requests,
                        key -> Map.of(
                                "p1",
                                new Connections(30, 0, new InFlight(0, 0), Instant.EPOCH),
                                "p2",
                                new Connections(10, 0, new InFlight(0, 0), Instant.EPOCH)),
                        Example::proxies,
                        happenings),
                Example::channel);
        metrics.leading(() -> true);
    }

    /** With one release for each name. */
    static Example of(String... names) {
        var example = new Example();
        for (String name : names) {
            example.releases.put(name, release(RELEASE.replace("NAME", name)));
        }
        return example;
    }

    static CanaryRelease release(String yaml) {
        return Serialization.unmarshal(yaml, CanaryRelease.class);
    }

    static CanaryReleaseStatus status(String yaml) {
        return release("metadata: {name: a}\nstatus:\n" + yaml.indent(2)).getStatus();
    }

    private static Measurement requests(ReleaseKey key, String since) {
        return since.equals(SINCE)
                ? new Measurement(Map.of(
                        "127.0.0.1", new Measurement.Proxy(new Counts(60, 40, 1, 2, 3, 0, 0), 1),
                        "127.0.0.2", new Measurement.Proxy(new Counts(60, 40, 1, 2, 3, 0, 0), 1)))
                : Measurement.NONE;
    }

    private static List<ProxyState> proxies(ReleaseKey key) {
        return List.of(
                new ProxyState("p1", Optional.of(new Split(500, 1000)), Optional.empty()),
                new ProxyState("p2", Optional.empty(), Optional.of("no such filter")));
    }

    private static ChannelCounts channel() {
        return new XdsServer().counts();
    }
}
