package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When clients' connections and streams are opened anew, so that none sticks to a proxy or to a version. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rebalance(
        // Not "on", as YAML 1.1 and with it kubectl reads that key as the boolean true.
        @JsonPropertyDescription(
                "What sets it off by itself. ProxyScale: a proxy was added or came back, and connections are spread over"
                        + " all of them; no request fails and no stream ends sooner than streamGracePeriod."
                        + " WeightChange: streams that were opened before a change of the weights are reset"
                        + " when streamGracePeriod is over (gRPC clients see INTERNAL, or UNAVAILABLE if there was no"
                        + " answer yet), so that their clients open them anew under the new weights; unary calls and their connections are left alone. A change of"
                        + " this list that adds or takes away WeightChange makes all clients re-dial, once.")
        List<Trigger> triggers,

        @JsonPropertyDescription(
                "How long a client's connection is used: at this age, plus up to a fifth by chance, the client is told"
                        + " to re-dial (GOAWAY); streams on it go on. Absent: for ever. A duration as in Go, such as"
                        + " 30m. Changing it makes all clients re-dial, once.")
        @Nullable
        String maxConnectionAge,

        @JsonPropertyDescription(
                "How long a stream may go on after it should have been opened anew: on a connection whose client was"
                        + " told to re-dial, on a proxy that stops, and, with WeightChange, after a change of the"
                        + " weights. From 1s to 1h. Changing it replaces the proxies, one after the other.")
        String streamGracePeriod,

        @JsonPropertyDescription(
                "What closes the connections that were open when the Service was taken over, and so bypass the proxies;"
                        + " once for each takeover, and not where nothing bypasses them. RestartTarget: the target's"
                        + " pods are restarted by its own rollout. RestartClients: those of the Deployments in clients"
                        + " are. None: nothing. The default is RestartTarget without canaryRef, and None with it.")
        @Nullable
        OnTakeover onTakeover,

        @JsonPropertyDescription("The clients that onTakeover: RestartClients restarts.") @Nullable
        List<Client> clients) {

    public static final String DEFAULT_STREAM_GRACE_PERIOD = "10m";
    public static final List<Trigger> DEFAULT_TRIGGERS = List.of(Trigger.ProxyScale);
    public static final Rebalance DEFAULT = new Rebalance(null, null, null, null, null);
    public static final int MAX_CLIENTS = 32;

    public Rebalance(
            @Nullable List<Trigger> triggers,
            @Nullable String maxConnectionAge,
            @Nullable String streamGracePeriod,
            @Nullable OnTakeover onTakeover,
            @Nullable List<Client> clients) {
        this.triggers = triggers == null ? DEFAULT_TRIGGERS : List.copyOf(triggers);
        this.maxConnectionAge = maxConnectionAge;
        this.streamGracePeriod = streamGracePeriod == null ? DEFAULT_STREAM_GRACE_PERIOD : streamGracePeriod;
        this.onTakeover = onTakeover;
        this.clients = clients == null ? null : List.copyOf(clients);
    }

    /** What closes connections that bypass the proxies. */
    public enum OnTakeover {
        /** The target's pods are restarted. */
        RestartTarget,
        /** The clients' pods are restarted. */
        RestartClients,
        /** Nothing does. */
        None
    }

    /** A client of the service, in the release's own namespace. */
    public record Client(
            @JsonPropertyDescription("Always Deployment.") String kind,

            @Required @JsonPropertyDescription("The Deployment's name, in the namespace of the CanaryRelease.")
            String name) {

        public Client(@Nullable String kind, String name) {
            this.kind = kind == null ? DeploymentReference.KIND : kind;
            this.name = name;
        }
    }

    /** What sets a rebalancing off. */
    public enum Trigger {
        /** The weights changed. */
        WeightChange,
        /** A proxy was added or came back. */
        ProxyScale
    }
}
