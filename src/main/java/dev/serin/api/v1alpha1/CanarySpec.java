package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The Deployment of canary pods that the operator makes where there is no {@code canaryRef}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanarySpec(
        @JsonPropertyDescription(
                "How many pods canary has until it is promoted. ByWeight: the same share of the target's replicas as of"
                        + " the requests, rounded up. Match: as many as the target. Fixed: as many as replicas says. More"
                        + " are made before the weight rises; for promotion there are as many as the target has.")
        Scale scale,

        @JsonPropertyDescription("How many pods canary has, where scale is Fixed.") @Nullable
        Integer replicas,

        @JsonPropertyDescription(
                "The label of the target's selector whose value gets the suffix -canary on canary's pods, so that nothing"
                        + " that selects the target's pods takes them for its own. Absent: app, app.kubernetes.io/name or"
                        + " name, whichever is there first, else the first of all.")
        @Nullable
        String selectorLabel,

        @JsonPropertyDescription(
                "Which of the objects that the target's pod template names are tracked by their content: a changed one"
                        + " begins a release as a changed template does. All: ConfigMaps and Secrets. ConfigMaps: no"
                        + " Secret is read. None: neither. One that is annotated with serin.dev/track: \"false\" is not.")
        Track track) {

    public static final CanarySpec DEFAULT = new CanarySpec(null, null, null, null);

    public CanarySpec(
            @Nullable Scale scale, @Nullable Integer replicas, @Nullable String selectorLabel, @Nullable Track track) {
        this.scale = scale == null ? Scale.ByWeight : scale;
        this.replicas = replicas;
        this.selectorLabel = selectorLabel;
        this.track = track == null ? Track.All : track;
    }

    /** What is tracked by its content. */
    public enum Track {
        /** ConfigMaps and Secrets. */
        All,
        /** ConfigMaps only. */
        ConfigMaps,
        /** Nothing. */
        None
    }

    /** How many pods canary has. */
    public enum Scale {
        /** The same share as of the requests. */
        ByWeight,
        /** As many as the target. */
        Match,
        /** A number. */
        Fixed
    }
}
