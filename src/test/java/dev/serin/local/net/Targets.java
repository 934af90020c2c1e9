package dev.serin.local.net;

import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which endpoints a port of a Service leads to, as kube-proxy reads EndpointSlices. */
final class Targets {
    private Targets() {}

    /** The ready endpoints; if there is none, those that still serve while they terminate. In a stable order. */
    static List<InetSocketAddress> of(ServicePort port, Collection<EndpointSlice> slices) {
        List<InetSocketAddress> ready = new ArrayList<>();
        List<InetSocketAddress> terminating = new ArrayList<>();
        for (EndpointSlice slice : slices) {
            Integer number = number(port, slice);
            if (number == null) {
                continue;
            }
            for (Endpoint endpoint : orNone(slice.getEndpoints())) {
                List<InetSocketAddress> list = isReady(endpoint) ? ready : isServing(endpoint) ? terminating : null;
                if (list != null) {
                    endpoint.getAddresses().forEach(a -> list.add(new InetSocketAddress(a, number)));
                }
            }
        }
        List<InetSocketAddress> chosen = ready.isEmpty() ? terminating : ready;
        return chosen.stream()
                .distinct()
                .sorted(Comparator.comparing(InetSocketAddress::toString))
                .toList();
    }

    /** The API server shows an empty list as null. */
    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static @Nullable Integer number(ServicePort port, EndpointSlice slice) {
        for (EndpointPort candidate : orNone(slice.getPorts())) {
            if (Objects.equals(orEmpty(candidate.getName()), orEmpty(port.getName()))) {
                return candidate.getPort();
            }
        }
        return null;
    }

    private static String orEmpty(@Nullable String name) {
        return name == null ? "" : name;
    }

    /** No word about readiness counts as ready. */
    private static boolean isReady(Endpoint endpoint) {
        EndpointConditions conditions = endpoint.getConditions();
        return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
    }

    private static boolean isServing(Endpoint endpoint) {
        EndpointConditions conditions = endpoint.getConditions();
        return conditions != null
                && Boolean.TRUE.equals(conditions.getServing())
                && Boolean.TRUE.equals(conditions.getTerminating());
    }
}
