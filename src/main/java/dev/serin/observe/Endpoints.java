package dev.serin.observe;

import dev.serin.xds.Endpoint;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the ready pods of both versions listen.
 *
 * @param stableService the address at which Kubernetes balances over stable's; none before it is given
 */
public record Endpoints(List<Endpoint> stable, List<Endpoint> canary, Optional<Endpoint> stableService) {

    /** At the first port; a headless Service has no address. */
    static Optional<Endpoint> address(Service service) {
        return Optional.ofNullable(service.getSpec().getClusterIP())
                .filter(address -> !address.isEmpty() && !address.equals("None"))
                .map(address -> new Endpoint(
                        address, service.getSpec().getPorts().getFirst().getPort()));
    }

    /** The endpoints that are ready and not terminating. */
    static List<Endpoint> ready(Stream<EndpointSlice> slices) {
        return slices.flatMap(Endpoints::readyOf).distinct().toList();
    }

    /** The names of the pods that are ready and not terminating; empty names where an endpoint tells of no pod. */
    static Stream<String> readyPods(Stream<EndpointSlice> slices) {
        return slices.flatMap(slice -> orNone(slice.getEndpoints()).stream())
                .filter(endpoint -> isReady(endpoint.getConditions()))
                .map(endpoint -> Optional.ofNullable(endpoint.getTargetRef())
                        .map(ObjectReference::getName)
                        .orElse(""));
    }

    /** The names of the pods that are not going, by their addresses. */
    static Map<String, String> podNames(Stream<EndpointSlice> slices) {
        Map<String, String> names = new HashMap<>();
        slices.flatMap(slice -> orNone(slice.getEndpoints()).stream())
                .filter(endpoint -> endpoint.getConditions() == null
                        || !Boolean.TRUE.equals(endpoint.getConditions().getTerminating()))
                .filter(endpoint -> endpoint.getTargetRef() != null)
                .forEach(endpoint -> endpoint.getAddresses()
                        .forEach(address ->
                                names.put(address, endpoint.getTargetRef().getName())));
        return names;
    }

    private static Stream<Endpoint> readyOf(EndpointSlice slice) {
        return orNone(slice.getPorts()).stream()
                .filter(port -> port.getPort() != null)
                .limit(1)
                .flatMap(port -> orNone(slice.getEndpoints()).stream()
                        .filter(endpoint -> isReady(endpoint.getConditions()))
                        .flatMap(endpoint -> endpoint.getAddresses().stream().limit(1))
                        .map(address -> new Endpoint(address, port.getPort())));
    }

    /** The API server shows an empty list as null. */
    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** Absent means ready, by the API's definition. */
    private static boolean isReady(@Nullable EndpointConditions conditions) {
        return conditions == null
                || (!Boolean.FALSE.equals(conditions.getReady()) && !Boolean.TRUE.equals(conditions.getTerminating()));
    }
}
