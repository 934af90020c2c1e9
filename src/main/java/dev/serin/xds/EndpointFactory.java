package dev.serin.xds;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.List;

/** Where both versions' ready pods are. */
final class EndpointFactory {
    private EndpointFactory() {}

    static List<ClusterLoadAssignment> assignments(List<Endpoint> stable, List<Endpoint> canary) {
        return List.of(assignment(ClusterNames.CANARY, canary), assignment(ClusterNames.STABLE, stable));
    }

    private static ClusterLoadAssignment assignment(String cluster, List<Endpoint> endpoints) {
        var assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
        if (!endpoints.isEmpty()) {
            assignment.addEndpoints(LocalityLbEndpoints.newBuilder()
                    .addAllLbEndpoints(
                            endpoints.stream().map(EndpointFactory::endpoint).toList()));
        }
        return assignment.build();
    }

    private static LbEndpoint endpoint(Endpoint endpoint) {
        return LbEndpoint.newBuilder()
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
