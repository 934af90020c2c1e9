package dev.serin.xds;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;

/**
 * Takes endpoints that cannot be reached out of the choice, each cluster for itself, so that canary's trouble never
 * touches stable. Kubernetes' readiness probes are the active health check: an unready pod's endpoint is gone within
 * milliseconds. This is for the time in which nobody says so (a node that died, an operator that is away): a request
 * to such an endpoint is tried again elsewhere, and after {@value #FAILURES} failures in a row the endpoint is
 * left alone for {@value #EJECTION_SECONDS} s, then twice as long and so on, up to {@value #MAX_EJECTION_SECONDS} s.
 *
 * <ul>
 *   <li><b>Only what the proxy itself sees fail counts</b>: connections refused, timed out or reset. An answer such as
 *       503 or UNAVAILABLE is the pod's own and never ejects it: the worse half of a canary's pods would be hidden from
 *       those who judge it, and pods that shed load would be left with fewer to share it.
 *   <li><b>At most half of a cluster's endpoints</b> are out at a time, and of a single one never: where all fail, the
 *       fault may well be the proxy's own, and those that stay serve at once when it is over. Stable's Service counts among
 *       its endpoints, so that a single pod of stable may be out while the Service stays. With the panic threshold
 *       at 0 requests would meet nobody otherwise.
 *   <li>No active checks beside it: an endpoint's first check would be outstanding when the route to it comes, which
 *       fails requests that readiness had promised; TCP checks litter servers' logs, gRPC checks need a service that
 *       not every server has, and HTTP/2 pings at a useful rate are refused by gRPC servers (too_many_pings).
 * </ul>
 */
final class OutlierFactory {
    static final int FAILURES = 5;
    static final int EJECTION_SECONDS = 5;
    static final int MAX_EJECTION_SECONDS = 30;
    private static final int MAX_PERCENT = 50;

    private OutlierFactory() {}

    static OutlierDetection unreachable() {
        return OutlierDetection.newBuilder()
                .setSplitExternalLocalOriginErrors(true)
                .setConsecutiveLocalOriginFailure(UInt32Value.of(FAILURES))
                .setEnforcingConsecutiveLocalOriginFailure(UInt32Value.of(100))
                .setEnforcingLocalOriginSuccessRate(UInt32Value.of(0))
                .setEnforcingConsecutive5Xx(UInt32Value.of(0))
                .setEnforcingConsecutiveGatewayFailure(UInt32Value.of(0))
                .setEnforcingSuccessRate(UInt32Value.of(0))
                .setInterval(seconds(1))
                .setBaseEjectionTime(seconds(EJECTION_SECONDS))
                .setMaxEjectionTime(seconds(MAX_EJECTION_SECONDS))
                .setMaxEjectionPercent(UInt32Value.of(MAX_PERCENT))
                .build();
    }

    private static Duration seconds(int seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }
}
