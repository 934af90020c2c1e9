package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * A kind of object that is served.
 *
 * @param schema a custom resource's structural schema; missing for built-in kinds, which are stored as they come
 * @param columns a custom resource's printer columns
 */
record Kind(
        String group,
        String version,
        String name,
        String plural,
        List<String> shortNames,
        boolean namespaced,
        boolean hasStatus,
        boolean hasScale,
        JsonNode schema,
        JsonNode columns) {

    static Kind builtIn(
            String group, String version, String name, String plural, boolean namespaced, String... shorts) {
        boolean status = List.of(
                        "Pod", "Deployment", "ReplicaSet", "Namespace", "Service", "Job", "CustomResourceDefinition")
                .contains(name);
        boolean scale = List.of("Deployment", "ReplicaSet").contains(name);
        return new Kind(
                group,
                version,
                name,
                plural,
                List.of(shorts),
                namespaced,
                status,
                scale,
                MissingNode.getInstance(),
                MissingNode.getInstance());
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Whether it is a question, which is posted and answered, and never stored. */
    boolean isReview() {
        return group.equals("authentication.k8s.io");
    }

    boolean hasToken() {
        return group.isEmpty() && name.equals("ServiceAccount");
    }

    boolean isCustom() {
        return !schema.isMissingNode();
    }
}
