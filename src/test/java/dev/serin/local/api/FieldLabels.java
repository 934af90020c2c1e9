package dev.serin.local.api;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields a kind can be selected by; all others are refused, as the real server does. */
final class FieldLabels {
    private static final List<String> ALWAYS = List.of("metadata.name", "metadata.namespace");
    private static final Map<String, Set<String>> MORE = Map.of(
            "Pod",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName"),
            "Event",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "type"),
            "Secret",
            Set.of("type"),
            "Service",
            Set.of("spec.clusterIP", "spec.type"),
            "Namespace",
            Set.of("status.phase"),
            "Node",
            Set.of("spec.unschedulable"));

    private final Set<String> known = new HashSet<>(ALWAYS);
    private final boolean own;

    private FieldLabels(Kind kind) {
        own = kind.isCustom() || MORE.containsKey(kind.name());
        known.addAll(MORE.getOrDefault(kind.name(), Set.of()));
    }

    /**
     * Refuses a field that is not known.
     *
     * @throws ApiException 400 in the real server's words, which differ for kinds that have fields of their own
     */
    static void check(Kind kind, String field) {
        FieldLabels labels = new FieldLabels(kind);
        if (!labels.known.contains(field)) {
            throw ApiException.badRequest(
                    labels.own
                            ? "field label not supported: " + field
                            : "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                                    .formatted(field));
        }
    }
}
