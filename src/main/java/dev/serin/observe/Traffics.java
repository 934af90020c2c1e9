package dev.serin.observe;

import dev.serin.analysis.Counts;
import dev.serin.analysis.Measurement;
import dev.serin.plan.TrafficFacts;

/** Says in the planner's terms what was measured at the proxies. */
final class Traffics {
    private Traffics() {}

    static TrafficFacts of(Measurement measurement) {
        return new TrafficFacts(measurement.proxies().entrySet().stream()
                .map(proxy -> facts(proxy.getKey(), proxy.getValue()))
                .toList());
    }

    private static TrafficFacts.Proxy facts(String address, Measurement.Proxy measured) {
        Counts counts = measured.counts();
        return new TrafficFacts.Proxy(
                address,
                measured.runs(),
                counts.split(),
                counts.canary(),
                counts.matched(),
                counts.mirrored(),
                counts.rescued(),
                counts.fallback(),
                counts.retries());
    }
}
