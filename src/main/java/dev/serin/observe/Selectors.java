package dev.serin.observe;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;

/** How a Deployment selects its pods, where a Service can do the same. */
public final class Selectors {
    private Selectors() {}

    /** The labels; empty where the Deployment uses expressions, which a Service cannot. */
    public static Map<String, String> of(Deployment deployment) {
        var selector = deployment.getSpec().getSelector();
        boolean expressions = !selector.getMatchExpressions().isEmpty();
        return expressions || selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
    }
}
