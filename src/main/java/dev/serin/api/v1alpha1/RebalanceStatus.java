package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last rebalancing of clients' connections over the proxies, or the one under way. It is persisted before a proxy is
 * told anything, so that an operator that starts anew tells no proxy the same again.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RebalanceStatus(
        @JsonPropertyDescription(
                "How it stands: Running, Spread (no proxy has more than 1.25 times the mean of the connections), Uneven"
                        + " (it was given up), or NoConnections.")
        State state,

        @JsonPropertyDescription("Why connections were last moved: ProxyScale or Requested.") @Nullable
        Reason reason,

        @JsonPropertyDescription("When that began.") @Nullable
        String startedAt,

        @JsonPropertyDescription("When that was over; absent while it is under way.") @Nullable
        String finishedAt,

        @JsonPropertyDescription("How long that took.") @Nullable
        String took,

        @JsonPropertyDescription("How often it was proxies' turn to send clients away.")
        int turns,

        @JsonPropertyDescription("How many connections were re-dialled, counted at the proxies.")
        long redialled,

        @JsonPropertyDescription("How many connections the proxies had when they were last measured for it.")
        long connections,

        @JsonPropertyDescription("The fullest proxy's connections in relation to the mean; absent without connections.")
        @Nullable
        String maxToMean,

        @JsonPropertyDescription("When the last turn began.") @Nullable
        String turnSince,

        @JsonPropertyDescription("How many turns in a row have moved nothing.")
        int idleTurns,

        @JsonPropertyDescription("Where each proxy stands in it.")
        List<Member> proxies) {

    public static final RebalanceStatus NONE =
            new RebalanceStatus(State.NoConnections, null, null, null, null, 0, 0, 0, null, null, 0, List.of());

    public RebalanceStatus {
        proxies = proxies == null ? List.of() : List.copyOf(proxies);
    }

    @JsonIgnore
    public boolean isRunning() {
        return state == State.Running;
    }

    /** How it stands. */
    public enum State {
        /** Proxies take turns. */
        Running,
        /** Measured: connections are spread. */
        Spread,
        /** Measured: connections are not spread, and nothing more is done about it. */
        Uneven,
        /** There is nothing to spread. */
        NoConnections
    }

    /** Why connections were moved. */
    public enum Reason {
        /** A proxy was added or came back. */
        ProxyScale,
        /** A person asked for it. */
        Requested
    }

    /** One proxy. */
    public record Member(
            @JsonPropertyDescription("The proxy's pod.") String name,

            @JsonPropertyDescription(
                    "How many tenths of its connections it has been told to send away, in all; the names of its"
                            + " listener's filter chains follow from it.")
            int sent,

            @JsonPropertyDescription("Whether connections have been spread since it was added or came back.")
            boolean settled,

            @JsonPropertyDescription("Whether it still has to send all of its connections away.")
            boolean due,

            @JsonPropertyDescription("How many connections it had sent away when the rebalancing began.")
            long sentBefore) {}
}
