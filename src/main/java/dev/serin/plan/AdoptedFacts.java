package dev.serin.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    /** Between the hash of a template and that of what it reads, in a revision. */
    public static final char CONTENT = '-';

    public AdoptedFacts {
        missed = missed.map(List::copyOf);
    }

    /** The same with what would miss canary's pods. */
    public AdoptedFacts missing(Optional<List<String>> selectors) {
        return new AdoptedFacts(target, canary, rival, selectors);
    }

    /**
     * The user's Deployment.
     *
     * @param paused whether {@code spec.paused} is true
     * @param settled whether its controller has seen its present spec
     * @param revision of the template in its spec, and of what the ConfigMaps and Secrets contain that it names
     * @param restartedAt when that template asks for a restart
     * @param replicas how many pods it shall have
     * @param rolledOut whether all of its pods have that template and are available, and it is not paused
     * @param stale whether it has pods of another template
     * @param running what its pods run, one entry for each ReplicaSet that has pods, the newest first; where none has
     *     any, the newest; empty while that is not looked at
     * @param sources what the ConfigMaps and Secrets contain that are tracked
     */
    public record Target(
            boolean paused,
            boolean settled,
            String revision,
            @Nullable String restartedAt,
            int replicas,
            boolean rolledOut,
            boolean stale,
            List<Running> running,
            Sources sources) {

        public Target {
            running = List.copyOf(running);
        }

        /** Whether its controller has seen that it is paused. */
        boolean isHeld() {
            return paused && settled;
        }

        /**
         * Whether a change to this version would be none: the template is the same, and so is the content of all that was
         * tracked then and is now. What is not tracked any more, or was not yet, begins no release.
         */
        boolean isLike(@Nullable String version, Map<String, String> content) {
            return version != null
                    && template(revision).equals(template(version))
                    && sources.differing(sources.named(), content).isEmpty();
        }

        private static String template(String version) {
            int content = version.indexOf(CONTENT);
            return content < 0 ? version : version.substring(0, content);
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

    /**
     * A template that pods run.
     *
     * @param content hashes of the ConfigMaps and Secrets that they read, as far as they are tracked
     */
    public record Running(String revision, @Nullable String restartedAt, Map<String, String> content) {
        public Running {
            content = Map.copyOf(content);
        }
    }

    /**
     * What ConfigMaps and Secrets contain now: short hashes by names such as {@code ConfigMap/app-config}, of those that
     * are tracked.
     *
     * @param named those that the target's template names
     * @param stable those that stable's pods read
     * @param missing of the named ones, those that pods wait for and that are not there
     * @param unreadable one of which nothing is known, and why; then all the rest may be wrong
     */
    public record Sources(
            Map<String, String> named, Map<String, String> stable, List<String> missing, Optional<String> unreadable) {
        public static final Sources NONE = new Sources(Map.of(), Map.of(), List.of(), Optional.empty());

        public Sources {
            named = Map.copyOf(named);
            stable = Map.copyOf(stable);
            missing = List.copyOf(missing);
        }

        /** Which ones stable's pods would read otherwise if they were made now. */
        List<String> changed(Map<String, String> known) {
            return differing(stable, known);
        }

        private List<String> differing(Map<String, String> now, Map<String, String> known) {
            return known.keySet().stream()
                    .filter(name -> now.containsKey(name) && !Objects.equals(known.get(name), now.get(name)))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The canary Deployment.
     *
     * @param pods how many it has, ready or not
     */
    public record Canary(int pods) {}
}
