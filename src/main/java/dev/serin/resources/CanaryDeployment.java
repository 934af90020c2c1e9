package dev.serin.resources;

import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Deployment of canary's pods where the target is adopted in place. Its pods are the target's but for one label of
 * the target's selector, so that nothing which selects the target's pods takes them for its own: neither the target, nor
 * an autoscaler or a disruption budget of it, nor the Service that clients dial.
 */
public final class CanaryDeployment {
    private static final List<String> PREFERRED = List.of("app", "app.kubernetes.io/name", "name");
    private static final int MOST_OF_A_LABEL = 63;

    private CanaryDeployment() {}

    /** What selects canary's pods; empty where the target's selector has no label that can be changed for it. */
    public static Map<String, String> selector(Map<String, String> target, @Nullable String label) {
        Map<String, String> changed = new LinkedHashMap<>();
        name(target, label)
                .ifPresent(name -> target.forEach((key, value) ->
                        changed.put(key, key.equals(name) ? value + CanaryReleaseSpec.CANARY_SUFFIX : value)));
        return changed.values().stream().allMatch(value -> value.length() <= MOST_OF_A_LABEL) ? changed : Map.of();
    }

    private static Optional<String> name(Map<String, String> selector, @Nullable String wanted) {
        Stream<String> candidates = wanted == null
                ? Stream.concat(PREFERRED.stream(), selector.keySet().stream().sorted())
                : Stream.of(wanted);
        return candidates.filter(selector::containsKey).findFirst();
    }

    /** Made from a target whose template is canary's. */
    public static Deployment of(ReleaseContext context, Deployment target, int replicas) {
        var spec = target.getSpec();
        return new DeploymentBuilder()
                .withMetadata(context.meta(target.getMetadata().getName() + CanaryReleaseSpec.CANARY_SUFFIX, "canary"))
                .withNewSpec()
                .withReplicas(replicas)
                .withStrategy(spec.getStrategy())
                .withMinReadySeconds(spec.getMinReadySeconds())
                .withProgressDeadlineSeconds(spec.getProgressDeadlineSeconds())
                .withNewSelector()
                .withMatchLabels(context.canarySelector())
                .endSelector()
                .withTemplate(template(spec.getTemplate(), context.canarySelector()))
                .endSpec()
                .build();
    }

    /** The same one with another number of pods, while the target's template is not canary's any more. */
    public static Deployment scaled(ReleaseContext context, Deployment canary, int replicas) {
        return new DeploymentBuilder()
                .withMetadata(context.meta(canary.getMetadata().getName(), "canary"))
                .withNewSpecLike(canary.getSpec())
                .withReplicas(replicas)
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(PodTemplateSpec target, Map<String, String> selector) {
        return new PodTemplateSpecBuilder(target)
                .editOrNewMetadata()
                .addToLabels(selector)
                .endMetadata()
                .build();
    }

    /** The labels that canary's pods carry. */
    public static Map<String, String> podLabels(Map<String, String> target, Map<String, String> selector) {
        Map<String, String> labels = new LinkedHashMap<>(target);
        labels.putAll(selector);
        return labels;
    }
}
