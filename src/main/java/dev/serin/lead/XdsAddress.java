package dev.serin.lead;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The EndpointSlice of the xDS Service, which has no selector: the leader writes its own address into it.
 *
 * @param namespace the operator's namespace
 * @param service the xDS Service's name, also used for the slice
 * @param ip the leader's own address
 * @param port the leader's xDS port
 */
public record XdsAddress(String namespace, String service, String ip, int port) {
    private static final String MANAGER = "serin";

    /** Points the Service to this operator and to no other. */
    public void claim(KubernetesClient client) {
        client.resource(slice()).fieldManager(MANAGER).forceConflicts().serverSideApply();
    }

    Resource<EndpointSlice> slice(KubernetesClient client) {
        return client.discovery().v1().endpointSlices().inNamespace(namespace).withName(service);
    }

    /** Whether the Service still points to this operator. */
    boolean isIn(@Nullable EndpointSlice slice) {
        return slice != null
                && slice.getEndpoints().stream()
                        .anyMatch(endpoint -> endpoint.getAddresses().contains(ip));
    }

    EndpointSlice slice() {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(service)
                .addToLabels("kubernetes.io/service-name", service)
                .addToLabels("endpointslice.kubernetes.io/managed-by", MANAGER)
                .endMetadata()
                .withAddressType(ip.contains(":") ? "IPv6" : "IPv4")
                .addNewPort()
                .withName("grpc-xds")
                .withProtocol("TCP")
                .withPort(port)
                .endPort()
                .addNewEndpoint()
                .withAddresses(ip)
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build();
    }
}
