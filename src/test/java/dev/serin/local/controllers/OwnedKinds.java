package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/** The kinds that own or are owned in the local cluster; custom ones come from their definitions. */
final class OwnedKinds {
    static final List<ResourceDefinitionContext> BUILT_IN = List.of(
            kind("", "v1", "Pod", "pods"),
            kind("", "v1", "Service", "services"),
            kind("", "v1", "ConfigMap", "configmaps"),
            kind("", "v1", "Secret", "secrets"),
            kind("", "v1", "ServiceAccount", "serviceaccounts"),
            kind("apps", "v1", "Deployment", "deployments"),
            kind("apps", "v1", "ReplicaSet", "replicasets"),
            kind("batch", "v1", "CronJob", "cronjobs"),
            kind("batch", "v1", "Job", "jobs"),
            kind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"),
            kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
            kind("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
            kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"));

    private OwnedKinds() {}

    /** The kind that a definition stores. */
    static ResourceDefinitionContext of(CustomResourceDefinition definition) {
        String version = definition.getSpec().getVersions().stream()
                .filter(CustomResourceDefinitionVersion::getStorage)
                .map(CustomResourceDefinitionVersion::getName)
                .findFirst()
                .orElseThrow();
        return new ResourceDefinitionContext.Builder()
                .withGroup(definition.getSpec().getGroup())
                .withVersion(version)
                .withKind(definition.getSpec().getNames().getKind())
                .withPlural(definition.getSpec().getNames().getPlural())
                .withNamespaced("Namespaced".equals(definition.getSpec().getScope()))
                .build();
    }

    /** The group of an {@code apiVersion}; empty for the core one. */
    static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    private static ResourceDefinitionContext kind(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
