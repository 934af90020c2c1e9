package dev.serin.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a takeover depends on, where the Service is there.
 *
 * @param selector the selector that the Service shall have while it is taken over
 * @param port the name of the proxies' port that fits the Service
 * @param carried whether every ready proxy carries the selector's labels
 * @param marked whether the Service bears marks of a takeover
 * @param taken whether it has the selector of the takeover that its mark tells of, whoever made it
 * @param ours whether it is as it shall be while it is taken over
 * @param hadSelector whether it had a selector before
 * @param proxies how many of its ready endpoints are proxies
 * @param others how many are not
 * @param older what was counted of the pods that it led to before
 * @param restarts when the Deployments that a takeover restarts were last asked to, those that are there
 */
public record TakeoverFacts(
        Map<String, String> selector,
        @Nullable String port,
        boolean carried,
        boolean marked,
        boolean taken,
        boolean ours,
        boolean hadSelector,
        int proxies,
        int others,
        Optional<Older> older,
        List<Restarted> restarts) {

    public static final TakeoverFacts NONE =
            new TakeoverFacts(Map.of(), null, false, false, false, false, false, 0, 0, Optional.empty(), List.of());

    public TakeoverFacts {
        selector = Map.copyOf(selector);
        restarts = List.copyOf(restarts);
    }

    /** Whether the Service's clients reach proxies and nothing else. */
    boolean leads() {
        return proxies > 0 && others == 0;
    }

    /** Whether the Service's clients reach what they reached before. */
    boolean isBack() {
        return !taken && proxies == 0 && (others > 0 || !hadSelector);
    }

    /**
     * Pods that the Service led to before it was taken over.
     *
     * @param asked whether they were asked for their connections
     * @param bypassing how many of these are no proxy's; empty where a pod does not tell
     * @param at when
     */
    public record Older(int pods, boolean asked, Optional<Integer> bypassing, Instant at) {}

    /** A Deployment, and what the restart annotation of its template says. */
    public record Restarted(String deployment, @Nullable String at) {}
}
