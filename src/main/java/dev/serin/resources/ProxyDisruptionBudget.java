package dev.serin.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * Lets a node's drain take the proxies one at a time. {@code maxUnavailable} and not {@code minAvailable}, so that a
 * single proxy can be evicted too (its drain hook still runs) and an autoscaler may choose any number; a proxy that is
 * not ready serves nobody and never holds up a drain.
 */
final class ProxyDisruptionBudget {
    private ProxyDisruptionBudget() {}

    static PodDisruptionBudget of(ReleaseContext context) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(context.meta(Names.proxy(context.name()), "proxy"))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(Labels.proxySelector(context.name()))
                .endSelector()
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .endSpec()
                .build();
    }
}
