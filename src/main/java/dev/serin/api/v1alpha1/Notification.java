package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who is told of a release, at least once of each happening. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Notification(
        @Required @JsonPropertyDescription("What it is called in the status and in events.")
        String name,

        @Required
        @JsonPropertyDescription(
                "Slack: a message to an incoming webhook as Slack, Mattermost and others have it. CloudEvents: a CloudEvent"
                        + " 1.0 as structured JSON.")
        Type type,

        @JsonPropertyDescription("Where to; http or https.") @Nullable
        String url,

        @JsonPropertyDescription(
                "Where to, in a Secret of the same namespace, since who knows a Slack webhook's URL may write there.")
        @Nullable
        SecretKey secretRef,

        @JsonPropertyDescription(
                "What is told. Started, WaitingForApproval, Promoted, RolledBack and Stalled by default.")
        List<Happening> when) {
    public static final int MAX = 5;
    public static final List<Happening> DEFAULT_WHEN = List.of(
            Happening.Started,
            Happening.WaitingForApproval,
            Happening.Promoted,
            Happening.RolledBack,
            Happening.Stalled);

    public Notification(
            String name,
            Type type,
            @Nullable String url,
            @Nullable SecretKey secretRef,
            @Nullable List<Happening> when) {
        this.name = name;
        this.type = type;
        this.url = url;
        this.secretRef = secretRef;
        this.when = when == null ? DEFAULT_WHEN : List.copyOf(when);
    }

    /** How it is told. */
    public enum Type {
        /** A message of a webhook as Slack has it. */
        Slack,
        /** A CloudEvent 1.0. */
        CloudEvents
    }

    /** What is told. */
    public enum Happening {
        /** A release of a revision has begun. */
        Started,
        /** Canary gets the weight of another step. */
        StepReached,
        /** A step's hold is over, and a person has to approve it. */
        WaitingForApproval,
        /** A revision went through all steps. */
        Promoted,
        /** A revision was sent back, by its failure or by a person. */
        RolledBack,
        /** A person has to mend something. */
        Stalled
    }

    /** An entry of a Secret. */
    public record SecretKey(
            @Required @JsonPropertyDescription("The Secret's name.")
            String name,

            @Required @JsonPropertyDescription("Which of its entries holds the URL.")
            String key) {}
}
