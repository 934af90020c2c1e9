package dev.serin.plan;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a release without {@code canaryRef} sees of the Deployments.
 *
 * @param canary the canary Deployment that the operator made, if it is there
 * @param rival another release that has the same target and was there before this one
 * @param missed what selects the target's pods and would miss canary's, by kind and name; empty while not looked at
 */
public record AdoptedFacts(
        Target target, Optional<Canary> canary, Optional<String> rival, Optional<List<String>> missed) {
    public AdoptedFacts {
        missed = missed.map(List::copyOf);
    }

    /**
     * The user's Deployment.
     *
     * @param paused whether {@code spec.paused} is true
     * @param settled whether its controller has seen its present spec
     * @param revision of the template in its spec
     * @param restartedAt when that template asks for a restart
     * @param replicas how many pods it shall have
     * @param rolledOut whether all of its pods have that template and are available, and it is not paused
     * @param stale whether it has pods of another template
     * @param running what its pods run, one entry for each ReplicaSet that has pods, the newest first; where none has
     *     any, the newest; empty while that is not looked at
     */
    public record Target(
            boolean paused,
            boolean settled,
            String revision,
            @Nullable String restartedAt,
            int replicas,
            boolean rolledOut,
            boolean stale,
            List<Running> running) {

        public Target {
            running = List.copyOf(running);
        }

        /** Whether its controller has seen that it is paused. */
        boolean isHeld() {
            return paused && settled;
        }

        /** The one version that all pods run; of several restarts of it the latest. */
        Optional<Running> single() {
            long versions = running.stream().map(Running::revision).distinct().count();
            return versions == 1 ? Optional.of(running.getFirst()) : Optional.empty();
        }

        /** Whether it stands still with pods of several versions. */
        boolean isMixed() {
            return isHeld() && !running.isEmpty() && single().isEmpty();
        }
    }

    /** A template that pods run. */
    public record Running(String revision, @Nullable String restartedAt) {}

    /**
     * The canary Deployment.
     *
     * @param pods how many it has, ready or not
     */
    public record Canary(int pods) {}
}
