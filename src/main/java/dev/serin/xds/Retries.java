package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;

/** Which requests are tried again. */
final class Retries {
    private static final String NEVER_REACHED = "connect-failure,refused-stream,reset-before-request";
    /**
     * Where the only pod was replaced while nobody told the proxies, its Service may still lead to the old one: nodes hear of
     * endpoints some tenths of a second later. So many take about a second, as pauses are of half that length on average.
     */
    private static final int RETRIES = 10;

    private static final int AT_STABLE = 12;
    private static final int LONGEST_PAUSE_MILLIS = 250;

    private Retries() {}

    /**
     * A request that never reached a pod is tried again on another pod of the same version, by its Service where it has one that
     * can be dialled: a pod may be gone before its endpoint is. What a pod has begun to work on is never repeated.
     */
    static RetryPolicy unreached() {
        return betweenHosts(RETRIES, 2, 50).setRetryOn(NEVER_REACHED).build();
    }

    /** How often a request that was meant for canary may be tried at stable. */
    static int attemptsAtStable(ProxyConfig config) {
        return config.routing().shield() ? 1 : AT_STABLE;
    }

    /**
     * After so many attempts the next ones go to the version's Service, where the cluster has that behind its pods, and then
     * to the pods again. Another pod that is known comes first: nodes may lead to one that is going for as long as its
     * endpoint is there, and by then the proxies know the one that took its place. Before the first retry there is a pause of
     * up to so many milliseconds, before the second of up to twice as many, and so on: a pod that is going may still be dialled
     * for a moment, and what is sent to it then is lost.
     */
    private static RetryPolicy.Builder betweenHosts(int retries, int attemptsAtPods, int pauseMillis) {
        return RetryPolicy.newBuilder()
                .setNumRetries(UInt32Value.of(retries))
                .addRetryHostPredicate(RetryPolicy.RetryHostPredicate.newBuilder()
                        .setName("envoy.retry_host_predicates.previous_hosts")
                        .setTypedConfig(Any.pack(PreviousHostsPredicate.getDefaultInstance())))
                .setHostSelectionRetryMaxAttempts(5)
                .setRetryBackOff(RetryPolicy.RetryBackOff.newBuilder()
                        .setBaseInterval(millis(pauseMillis))
                        .setMaxInterval(millis(LONGEST_PAUSE_MILLIS)))
                .setRetryPriority(RetryPolicy.RetryPriority.newBuilder()
                        .setName("envoy.retry_priorities.previous_priorities")
                        .setTypedConfig(Any.pack(PreviousPrioritiesConfig.newBuilder()
                                .setUpdateFrequency(attemptsAtPods)
                                .build())));
    }

    /**
     * What never reached a pod of canary is tried again at stable; with a shield also what canary fails, as long as no
     * answer has begun. Where an operator is away, a pod of stable may be gone as well: then the next one, but not with
     * a shield, as Envoy cannot tell whether it was stable that failed what a pod has worked on.
     */
    static RetryPolicy atStable(ProxyConfig config) {
        // The first attempt is canary's. Hardly a pause before stable's: it has nothing to recover from.
        return betweenHosts(attemptsAtStable(config), 3, 2)
                .setRetryOn(
                        config.routing().shield() ? NEVER_REACHED + "," + failures(config.protocol()) : NEVER_REACHED)
                .build();
    }

    private static String failures(ProxyConfig.Protocol protocol) {
        return switch (protocol) {
            case GRPC -> "reset,unavailable,internal,resource-exhausted";
            case HTTP2, HTTP -> "reset,5xx";
        };
    }

    private static Duration millis(int millis) {
        return Duration.newBuilder().setNanos(millis * 1_000_000).build();
    }
}
