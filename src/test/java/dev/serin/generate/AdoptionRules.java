package dev.serin.generate;

import static dev.serin.generate.Schema.text;

import dev.serin.api.v1alpha1.CanarySpec;
import dev.serin.api.v1alpha1.Rollback;

/** What the API server checks of releases whose target is adopted in place. */
final class AdoptionRules {
    private static final int MOST_REPLICAS = 10_000;
    /** A prefix, which is a subdomain, a slash and a name. */
    private static final int MAX_LABEL_NAME = 253 + 1 + 63;

    private static final String LABEL =
            "(has(%1$s.canary) && has(%1$s.canary.selectorLabel) ?" + " %1$s.canary.selectorLabel : '')";

    private final Schema schema;

    AdoptionRules(Schema schema) {
        this.schema = schema;
    }

    void apply() {
        schema.at("spec")
                .rule(
                        "has(self.canaryRef) == has(oldSelf.canaryRef)",
                        "canaryRef can be neither added nor taken away: delete the CanaryRelease and create it anew",
                        ".canaryRef")
                .rule(
                        "!has(self.canary) || !has(self.canaryRef)",
                        "canary is about the Deployment that Serin makes where there is no canaryRef: set the one or the other",
                        ".canary")
                .rule(
                        LABEL.formatted("self") + " == " + LABEL.formatted("oldSelf"),
                        "canary.selectorLabel is immutable: delete the CanaryRelease and create it anew",
                        ".canary");
        schema.at("spec.canary.scale")
                .only("ByWeight", "Match", "Fixed")
                .defaults(text(CanarySpec.Scale.ByWeight.name()));
        schema.at("spec")
                .rule(
                        "!has(self.rollback) || !has(self.canaryRef)",
                        "rollback is about the Deployment that Serin makes where there is no canaryRef: set the one or the other",
                        ".rollback");
        schema.at("spec.rollback.keep").defaults(text(Rollback.DEFAULT_KEEP));
        Durations.of(schema, "spec.rollback.keep", "0s", "168h");
        schema.at("spec.canary.track").only("All", "ConfigMaps", "None").defaults(text(CanarySpec.Track.All.name()));
        schema.at("spec.canary.replicas").between(1, MOST_REPLICAS);
        schema.at("spec.canary.selectorLabel").length(1, MAX_LABEL_NAME);
        schema.at("spec.canary")
                .rule(
                        "(self.scale == 'Fixed') == has(self.replicas)",
                        "replicas goes with scale: Fixed: set both, or neither");
    }
}
