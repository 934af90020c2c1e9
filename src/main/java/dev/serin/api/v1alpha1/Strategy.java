package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the canary's weight moves: by hand ({@code weight}) or by itself ({@code steps}), never both. */
public record Strategy(
        @JsonPropertyDescription("By hand: the canary's share of the requests, out of traffic.totalWeight.") @Nullable
        Integer weight,

        @JsonPropertyDescription(
                "By itself: the weights that the canary goes through, rising. The next step is taken when the hold"
                        + " of the present one is over.")
        @Nullable
        List<Step> steps) {

    /** A walk's longest length; the schema's rules are checked within the API server's cost budget up to here. */
    public static final int MAX_STEPS = 50;

    public static Strategy weight(int weight) {
        return new Strategy(weight, null);
    }

    public static Strategy steps(Step... steps) {
        return new Strategy(null, List.of(steps));
    }
}
