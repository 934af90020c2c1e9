package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be told of the release, and to whom. It is written together with what has happened, and taken away only
 * when it was told, so that an operator which stops in between tells it once more rather than never.
 */
public record NotificationStatus(
        @JsonPropertyDescription("What is still to be told, the oldest first.")
        List<Owed> owed,

        @JsonPropertyDescription("Who could not be told last, and why.")
        List<Trouble> troubles) {
    public static final NotificationStatus NOTHING = new NotificationStatus(null, null);

    /** More than so many are not kept: the oldest are given up. */
    public static final int MOST_OWED = 20;

    public NotificationStatus(@Nullable List<Owed> owed, @Nullable List<Trouble> troubles) {
        this.owed = owed == null ? List.of() : List.copyOf(owed);
        this.troubles = troubles == null ? List.of() : List.copyOf(troubles);
    }

    /** One happening. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Owed(
            @JsonPropertyDescription("Tells it from all others of the release; the same however often it is told.")
            String id,

            @JsonPropertyDescription("What happened.") Notification.Happening happening,

            @JsonPropertyDescription("When.") String at,

            @JsonPropertyDescription("Canary's revision.") @Nullable
            String revision,

            @JsonPropertyDescription("Canary's containers' images.") @Nullable
            String image,

            @JsonPropertyDescription("Canary's weight.") @Nullable
            Integer weight,

            @JsonPropertyDescription("What the weight is out of.") @Nullable
            Integer total,

            @JsonPropertyDescription("Why, in one word for programs.") @Nullable
            String reason,

            @JsonPropertyDescription("In a sentence.") String message,

            @JsonPropertyDescription("Who is still to be told: names of spec.notifications.")
            List<String> to) {
        public Owed {
            to = List.copyOf(to);
        }

        /** The same for others. */
        public Owed to(List<String> others) {
            return new Owed(id, happening, at, revision, image, weight, total, reason, message, others);
        }
    }

    /** Somebody who could not be told. */
    public record Trouble(
            @JsonPropertyDescription("The notification's name.")
            String name,

            @JsonPropertyDescription("What could not be told and why, and whether it is tried again.")
            String message) {}
}
