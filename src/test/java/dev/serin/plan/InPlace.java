package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.Rollback;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.api.v1alpha1.Strategy;

/** The spec of a release whose target is adopted in place; canary's pods are judged by whether they crash. */
final class InPlace {
    private InPlace() {}

    static CanaryReleaseSpec spec(Strategy strategy, String keep, boolean paused) {
        return new CanaryReleaseSpec(
                DeploymentReference.named("reporter"),
                null,
                null,
                new ServiceReference("reporter", 9090, null, null),
                strategy,
                null,
                new Analysis(null, null, null, null, null, null, Analysis.Insufficient.Pass, "0s", null),
                new Rollback(keep),
                null,
                null,
                null,
                paused,
                false,
                null);
    }
}
