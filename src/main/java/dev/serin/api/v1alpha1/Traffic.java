package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How requests are split. */
public record Traffic(
        @JsonPropertyDescription(
                "What weights are out of: 100 makes them percents, 10000 allows hundredths of a percent.")
        Integer totalWeight,

        @JsonPropertyDescription("How each request's version is chosen. Random: each one by chance, at the weights.")
        Split split) {

    public static final int DEFAULT_TOTAL_WEIGHT = 100;
    public static final int MAX_TOTAL_WEIGHT = 1_000_000;
    public static final Traffic DEFAULT = new Traffic(null, null);

    public Traffic(@Nullable Integer totalWeight, @Nullable Split split) {
        this.totalWeight = totalWeight == null ? DEFAULT_TOTAL_WEIGHT : totalWeight;
        this.split = split == null ? Split.Random : split;
    }

    public static Traffic outOf(int totalWeight) {
        return new Traffic(totalWeight, null);
    }

    /** How each request's version is chosen. */
    public enum Split {
        /** Each request by chance, at the weights: Envoy's weighted clusters. */
        Random
    }
}
