package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.CanarySpec;
import java.util.Optional;

/**
 * How many pods canary needs.
 *
 * <p>The target's size is the larger of what it has now and of what it had when the release began: an autoscaler makes
 * the target smaller as it loses requests to canary, which then needs the more.
 */
final class Sizing {
    private final CanarySpec canary;
    private final int total;
    private final int size;

    Sizing(CanaryReleaseSpec spec, AdoptionStatus adoption, int replicas) {
        this.canary = spec.canaryOrDefault();
        this.total = spec.traffic().totalWeight();
        this.size = Math.max(
                1, Math.max(replicas, Optional.ofNullable(adoption.size()).orElse(0)));
    }

    /** How many the target needs for all requests. */
    int size() {
        return size;
    }

    /** At a weight; {@code promoting}: as many as the target. */
    int forWeight(int weight, boolean promoting) {
        int fixed = Optional.ofNullable(canary.replicas()).orElse(1);
        if (promoting) {
            return size;
        }
        return switch (canary.scale()) {
            case Match -> size;
            case Fixed -> fixed;
            case ByWeight -> (int) Math.max(1, ((long) size * weight + total - 1) / total);
        };
    }
}
