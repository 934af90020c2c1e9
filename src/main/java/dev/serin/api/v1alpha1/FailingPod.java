package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Locale;

/** A pod of canary that fails far more of its requests than canary's other pods. */
public record FailingPod(
        @JsonPropertyDescription("The pod's name.") String name,

        @JsonPropertyDescription("Its requests in the last looks.")
        long requests,

        @JsonPropertyDescription("How many of them failed.") long failed,

        @JsonPropertyDescription("How many pods of canary do not.")
        int others,

        @JsonPropertyDescription("Their requests in the same time.")
        long othersRequests,

        @JsonPropertyDescription("How many of those failed.")
        long othersFailed) {
    private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five");

    /** In a sentence without its end. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "pod %s fails %.0f %% of its %d requests, the other %s %.0f %%",
                name,
                percent(failed, requests),
                requests,
                others < NUMBERS.size() ? NUMBERS.get(others) : String.valueOf(others),
                percent(othersFailed, othersRequests));
    }

    private static double percent(long part, long all) {
        return all == 0 ? 0 : 100.0 * part / all;
    }
}
