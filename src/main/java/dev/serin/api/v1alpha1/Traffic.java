package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How requests are split. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Traffic(
        @JsonPropertyDescription(
                "What weights are out of: 100 makes them percents, 10000 allows hundredths of a percent.")
        Integer totalWeight,

        @JsonPropertyDescription("How each request's version is chosen. Exact: the shares hold in every run of requests"
                + " at each worker of a proxy; of ten requests at weight 10, one goes to canary. Random: each one by"
                + " chance. Sticky: by a header or a cookie, see sticky.")
        Split split,

        @JsonPropertyDescription(
                "For split Sticky: what tells one user from the next. Exactly one of header and" + " cookie.")
        @Nullable
        Sticky sticky,

        @JsonPropertyDescription("Requests that always go to canary while it has ready pods, whatever the weight; one"
                + " match that holds is enough. They are counted apart from the split.")
        @Nullable
        List<CanaryMatch> canaryMatches,

        @JsonPropertyDescription("Copies of stable's requests to canary, whose answers reach nobody. Careful: canary"
                + " does all that a request asks for, so that what has side effects happens twice.")
        @Nullable
        Mirror mirror,

        @JsonPropertyDescription("Whether a request that canary fails is tried once more at stable, unless its answer"
                + " has begun. It still counts as canary's failure. Failures are: no connection, a reset before the"
                + " answer, the gRPC statuses UNAVAILABLE, INTERNAL and RESOURCE_EXHAUSTED, or the HTTP statuses 500 to"
                + " 599. By setting it you promise that every request may be repeated.")
        boolean shield) {

    public static final int DEFAULT_TOTAL_WEIGHT = 100;
    public static final int MAX_TOTAL_WEIGHT = 1_000_000;
    public static final int MAX_MATCHES = 16;
    public static final Traffic DEFAULT = outOf(DEFAULT_TOTAL_WEIGHT);

    public Traffic(
            @Nullable Integer totalWeight,
            @Nullable Split split,
            @Nullable Sticky sticky,
            @Nullable List<CanaryMatch> canaryMatches,
            @Nullable Mirror mirror,
            boolean shield) {
        this.totalWeight = totalWeight == null ? DEFAULT_TOTAL_WEIGHT : totalWeight;
        this.split = split == null ? Split.Exact : split;
        this.sticky = sticky;
        this.canaryMatches = canaryMatches == null ? null : List.copyOf(canaryMatches);
        this.mirror = mirror;
        this.shield = shield;
    }

    public static Traffic outOf(int totalWeight) {
        return new Traffic(totalWeight, null, null, null, null, false);
    }

    /** How each request's version is chosen. */
    public enum Split {
        /** The shares hold in every run of requests at each worker of a proxy. */
        Exact,
        /** Each request by chance, at the weights: Envoy's weighted clusters. */
        Random,
        /** The same user always gets the same version, and nobody goes back to stable while the weight grows. */
        Sticky
    }
}
