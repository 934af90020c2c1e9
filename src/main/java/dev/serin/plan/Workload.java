package dev.serin.plan;

import java.util.Map;
import java.util.Optional;

/**
 * A Deployment that runs one version.
 *
 * @param deployment its name
 * @param exists whether it is there
 * @param revision a hash of its pod template; empty when it is not there
 * @param selector the labels that select its pods
 * @param podLabels the labels that its pods carry
 * @param endpoints how many of its endpoints are ready to take requests
 * @param trouble what keeps its pods from being ready, in words, where it is known
 */
public record Workload(
        String deployment,
        boolean exists,
        String revision,
        Map<String, String> selector,
        Map<String, String> podLabels,
        int endpoints,
        Optional<String> trouble) {

    public static Workload missing(String deployment) {
        return new Workload(deployment, false, "", Map.of(), Map.of(), 0, Optional.empty());
    }

    /** Whether requests may be sent to it. */
    public boolean ready() {
        return endpoints > 0;
    }

    /** Whether this one's selector would take the other's pods for its own. */
    boolean selects(Workload other) {
        return !selector.isEmpty()
                && selector.entrySet().stream()
                        .allMatch(label -> label.getValue().equals(other.podLabels.get(label.getKey())));
    }
}
