package dev.serin.xds;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where both versions' ready pods are. */
final class EndpointFactory {
    /** In percent; a priority keeps all requests as long as its healthy share times this is 100 % or more. */
    private static final int WHILE_ANY_IS_LEFT = 1_000_000;

    private EndpointFactory() {}

    /** For all clusters of {@link ClusterFactory}, with these endpoints, which may differ from the wanted ones. */
    static List<ClusterLoadAssignment> assignments(ProxyConfig config, Staging.Held held) {
        List<ClusterLoadAssignment> all = new ArrayList<>();
        all.add(assignment(ClusterNames.CANARY, ClusterNames.CANARY, held.canary()));
        all.add(withService(
                assignment(ClusterNames.STABLE, ClusterNames.STABLE, held.stable()), config.stableService()));
        if (config.routing().isExact()) {
            all.add(byShare(config.split(), held));
        }
        if (config.routing().mirrorPercent() > 0) {
            all.add(assignment(ClusterNames.MIRRORED, ClusterNames.MIRRORED, held.canary()));
        }
        return List.copyOf(all);
    }

    /** A locality for each version, at the shares of the split. */
    private static ClusterLoadAssignment byShare(Split split, Staging.Held held) {
        var assignment = ClusterLoadAssignment.newBuilder().setClusterName(ClusterNames.FALLBACK);
        addVersion(assignment, ClusterNames.CANARY, held.canary(), split.canary());
        addVersion(assignment, ClusterNames.STABLE, held.stable(), split.stable());
        return assignment.build();
    }

    private static void addVersion(
            ClusterLoadAssignment.Builder assignment, String version, List<Endpoint> endpoints, int weight) {
        if (weight > 0 && !endpoints.isEmpty()) {
            assignment.addEndpoints(LocalityLbEndpoints.newBuilder()
                    .setLocality(Locality.newBuilder().setZone(version))
                    .setLoadBalancingWeight(UInt32Value.of(weight))
                    .addAllLbEndpoints(endpoints.stream()
                            .map(endpoint -> endpoint(endpoint, version))
                            .toList()));
        }
    }

    /**
     * Behind the pods, the Service that Kubernetes keeps over them: pods may have been replaced while nobody told the
     * proxies. It is tried when a pod could not be reached, and as long as all are ejected; any pod that is not
     * keeps it out of the first choice, as a connection through it is bound to one pod.
     */
    private static ClusterLoadAssignment withService(ClusterLoadAssignment pods, Optional<Endpoint> service) {
        if (service.isEmpty() || pods.getEndpointsCount() == 0) {
            return pods;
        }
        return pods.toBuilder()
                .addEndpoints(LocalityLbEndpoints.newBuilder()
                        .setPriority(1)
                        .addLbEndpoints(endpoint(service.get(), ClusterNames.STABLE)))
                .setPolicy(ClusterLoadAssignment.Policy.newBuilder()
                        .setOverprovisioningFactor(UInt32Value.of(WHILE_ANY_IS_LEFT)))
                .build();
    }

    private static ClusterLoadAssignment assignment(String cluster, String version, List<Endpoint> endpoints) {
        var assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
        if (!endpoints.isEmpty()) {
            assignment.addEndpoints(LocalityLbEndpoints.newBuilder()
                    .addAllLbEndpoints(endpoints.stream()
                            .map(endpoint -> endpoint(endpoint, version))
                            .toList()));
        }
        return assignment.build();
    }

    private static LbEndpoint endpoint(Endpoint endpoint, String version) {
        return LbEndpoint.newBuilder()
                .setMetadata(
                        version.equals(ClusterNames.CANARY)
                                ? AttemptsFactory.pod(version, endpoint.address())
                                : AttemptsFactory.version(version))
                .setEndpoint(io.envoyproxy.envoy.config.endpoint.v3.Endpoint.newBuilder()
                        .setAddress(address(endpoint.address(), endpoint.port())))
                .build();
    }

    static Address address(String address, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
                .build();
    }
}
