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
    private static final int RETRIES = 3;

    private Retries() {}

    /**
     * A request that never reached a pod is tried again on another pod of the same version, by its Service where it has one that
     * can be dialled: a pod may be gone before its endpoint is. What a pod has begun to work on is never repeated.
     */
    static RetryPolicy unreached() {
        return betweenHosts(RETRIES, 1).setRetryOn(NEVER_REACHED).build();
    }

    /** How often a request that was meant for canary may be tried at stable. */
    static int attemptsAtStable(ProxyConfig config) {
        return config.routing().shield() ? 1 : RETRIES;
    }

    /**
     * After so many attempts the next one goes to the version's Service, where the cluster has that behind its pods: a pod
     * that is going may still be dialled for a moment, and what is sent to it then is lost.
     */
    private static RetryPolicy.Builder betweenHosts(int retries, int attemptsAtPods) {
        return RetryPolicy.newBuilder()
                .setNumRetries(UInt32Value.of(retries))
                .addRetryHostPredicate(RetryPolicy.RetryHostPredicate.newBuilder()
                        .setName("envoy.retry_host_predicates.previous_hosts")
                        .setTypedConfig(Any.pack(PreviousHostsPredicate.getDefaultInstance())))
                .setHostSelectionRetryMaxAttempts(5)
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
        // The first attempt is canary's.
        return betweenHosts(attemptsAtStable(config), 2)
                .setRetryOn(
                        config.routing().shield() ? NEVER_REACHED + "," + failures(config.protocol()) : NEVER_REACHED)
                // Stable has nothing to recover from; Envoy's default would wait for up to 25 ms.
                .setRetryBackOff(RetryPolicy.RetryBackOff.newBuilder()
                        .setBaseInterval(millis(1))
                        .setMaxInterval(millis(2)))
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
