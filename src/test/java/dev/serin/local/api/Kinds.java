package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All kinds that are served: some of Kubernetes' own, and those that CustomResourceDefinitions add. */
final class Kinds {
    private static final List<Kind> BUILT_IN = List.of(
            Kind.builtIn("", "v1", "Namespace", "namespaces", false, "ns"),
            Kind.builtIn("", "v1", "Node", "nodes", false, "no"),
            Kind.builtIn("", "v1", "Pod", "pods", true, "po"),
            Kind.builtIn("", "v1", "Service", "services", true, "svc"),
            Kind.builtIn("", "v1", "ConfigMap", "configmaps", true, "cm"),
            Kind.builtIn("", "v1", "Secret", "secrets", true),
            Kind.builtIn("", "v1", "ServiceAccount", "serviceaccounts", true, "sa"),
            Kind.builtIn("", "v1", "Event", "events", true, "ev"),
            Kind.builtIn("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", false),
            Kind.builtIn("apps", "v1", "Deployment", "deployments", true, "deploy"),
            Kind.builtIn("apps", "v1", "ReplicaSet", "replicasets", true, "rs"),
            Kind.builtIn("apps", "v1", "StatefulSet", "statefulsets", true, "sts"),
            Kind.builtIn("apps", "v1", "DaemonSet", "daemonsets", true, "ds"),
            Kind.builtIn("batch", "v1", "Job", "jobs", true),
            Kind.builtIn("batch", "v1", "CronJob", "cronjobs", true, "cj"),
            Kind.builtIn("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true, "netpol"),
            Kind.builtIn("networking.k8s.io", "v1", "Ingress", "ingresses", true, "ing"),
            Kind.builtIn("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true),
            Kind.builtIn("coordination.k8s.io", "v1", "Lease", "leases", true),
            Kind.builtIn("events.k8s.io", "v1", "Event", "events", true, "ev"),
            Kind.builtIn("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true, "pdb"),
            Kind.builtIn("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, "hpa"),
            Kind.builtIn("rbac.authorization.k8s.io", "v1", "Role", "roles", true),
            Kind.builtIn("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true),
            Kind.builtIn("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false),
            Kind.builtIn("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", false),
            Kind.builtIn(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    false,
                    "crd"));

    private final Map<String, Kind> custom = new ConcurrentHashMap<>();

    Collection<Kind> all() {
        List<Kind> all = new ArrayList<>(BUILT_IN);
        all.addAll(custom.values());
        return all;
    }

    Optional<Kind> find(String group, String version, String plural) {
        return all().stream()
                .filter(kind -> kind.group().equals(group)
                        && kind.version().equals(version)
                        && kind.plural().equals(plural))
                .findFirst();
    }

    Kind of(String plural) {
        return BUILT_IN.stream()
                .filter(kind -> kind.plural().equals(plural))
                .findFirst()
                .orElseThrow();
    }

    /** Serves what a definition defines, from now on. */
    void define(JsonNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        List<String> shorts = new ArrayList<>();
        names.path("shortNames").forEach(name -> shorts.add(name.asText()));
        JsonNode version = spec.path("versions").path(0);
        custom.put(
                Json.name(definition),
                new Kind(
                        spec.path("group").asText(),
                        version.path("name").asText(),
                        names.path("kind").asText(),
                        names.path("plural").asText(),
                        shorts,
                        spec.path("scope").asText().equals("Namespaced"),
                        version.path("subresources").has("status"),
                        false,
                        version.path("schema").path("openAPIV3Schema"),
                        version.path("additionalPrinterColumns")));
    }

    void undefine(String name) {
        custom.remove(name);
    }
}
