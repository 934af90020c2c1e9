package dev.serin.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One service whose requests are split between a stable and a canary Deployment.
 *
 * <p>The columns are those of {@code kubectl get canary}.
 */
@Group(CanaryRelease.GROUP)
@Version(CanaryRelease.VERSION)
@ShortNames("canary")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Step", jsonPath = ".status.step", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Weight",
        jsonPath = ".status.weights.canary",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Observed",
        jsonPath = ".status.weights.observedCanary",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Stable",
        jsonPath = ".status.stableRevision",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Canary",
        jsonPath = ".status.canaryRevision",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@SuppressWarnings("NullAway") // the superclass's fields are set by the deserialiser
public class CanaryRelease extends CustomResource<CanaryReleaseSpec, CanaryReleaseStatus> implements Namespaced {
    public static final String GROUP = "serin.dev";
    public static final String VERSION = "v1alpha1";

    /** Longest name: {@code <name>-stable} has to be a Service name, which has at most 63 characters. */
    public static final int MAX_NAME_LENGTH = 56;
}
