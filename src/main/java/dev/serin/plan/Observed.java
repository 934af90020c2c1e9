package dev.serin.plan;

import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision depends on, as seen at one moment.
 *
 * @param name the release's name
 * @param generation the spec's generation
 * @param status the status as last persisted, which holds the intended step and weights
 * @param deleting whether the release is being deleted
 * @param proxiesWanted how many proxies shall run
 * @param proxies the proxies' pods, whether connected or not
 * @param rival another release that splits the same service and was there before this one
 * @param foreign an object that bears a name which the operator needs, but belongs to somebody else
 * @param refused an object that the operator may not write, and what the API server said
 * @param action what a person asks for by an annotation
 * @param traffic what the proxies were seen to do with requests since they confirmed the weights
 * @param canaryFacts what a judgement of canary depends on
 */
public record Observed(
        String name,
        long generation,
        CanaryReleaseSpec spec,
        CanaryReleaseStatus status,
        boolean deleting,
        Workload stable,
        Workload canary,
        ServiceFacts service,
        int proxiesWanted,
        List<ProxyFacts> proxies,
        Optional<String> rival,
        Optional<String> foreign,
        Optional<String> refused,
        Optional<String> action,
        TrafficFacts traffic,
        CanaryFacts canaryFacts) {

    /** The proxies that take traffic. */
    public List<ProxyFacts> readyProxies() {
        return proxies.stream().filter(ProxyFacts::ready).toList();
    }
}
