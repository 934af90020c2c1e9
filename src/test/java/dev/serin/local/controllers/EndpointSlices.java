package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The EndpointSlices that a Service should have: one for each way in which its ports resolve, so nearly always one. */
final class EndpointSlices {
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    private EndpointSlices() {}

    static boolean isOurs(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        return labels != null && MANAGER.equals(labels.get(MANAGED_BY)) && labels.get(SERVICE_NAME) != null;
    }

    /** Of one that {@link #isOurs}. */
    static String serviceOf(EndpointSlice slice) {
        return slice.getMetadata().getLabels().getOrDefault(SERVICE_NAME, "");
    }

    /** Empty for a Service without one. */
    static Map<String, String> selector(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector == null ? Map.of() : selector;
    }

    static boolean selects(Service service, Pod pod) {
        Map<String, String> selector = selector(service);
        Map<String, String> labels = pod.getMetadata().getLabels();
        return !selector.isEmpty()
                && labels != null
                && service.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace())
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /** {@code pods}: those it selects. */
    static List<EndpointSlice> of(Service service, List<Pod> pods) {
        Map<List<EndpointPort>, List<Endpoint>> groups = new LinkedHashMap<>();
        pods.stream()
                .filter(pod -> !Pods.isFinished(pod) && ip(pod).isPresent())
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .forEach(pod -> groups.computeIfAbsent(ports(service, Optional.of(pod)), p -> new ArrayList<>())
                        .add(endpoint(service, pod)));
        if (groups.isEmpty()) {
            // A placeholder, as the real controller makes it.
            groups.put(List.of(), List.of());
        }
        List<EndpointSlice> slices = new ArrayList<>();
        groups.forEach((ports, endpoints) -> slices.add(slice(service, ports, endpoints, slices.size())));
        return slices;
    }

    private static EndpointSlice slice(Service service, List<EndpointPort> ports, List<Endpoint> endpoints, int index) {
        String suffix = Integer.toString(service.getMetadata().getUid().hashCode() & 0xffffff, 36);
        EndpointSlice slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(service.getMetadata().getNamespace())
                .withName(service.getMetadata().getName() + "-" + suffix + (index == 0 ? "" : "-" + index))
                .withLabels(service.getMetadata().getLabels())
                .addToLabels(SERVICE_NAME, service.getMetadata().getName())
                .addToLabels(MANAGED_BY, MANAGER)
                .withOwnerReferences(Owners.controller(service))
                .endMetadata()
                .withAddressType("IPv4")
                .withPorts(ports)
                .withEndpoints(endpoints)
                .build();
        if ("None".equals(service.getSpec().getClusterIP())) {
            slice.getMetadata().getLabels().put(HEADLESS, "");
        }
        return slice;
    }

    private static Endpoint endpoint(Service service, Pod pod) {
        boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
        boolean serving = Pods.isReady(pod);
        boolean always = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        return new EndpointBuilder()
                .withAddresses(ip(pod).orElseThrow())
                .withNewConditions()
                .withReady(always || (serving && !terminating))
                .withServing(serving)
                .withTerminating(terminating)
                .endConditions()
                .withNodeName(pod.getSpec().getNodeName())
                .withNewTargetRef()
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endTargetRef()
                .build();
    }

    private static Optional<String> ip(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : Optional.ofNullable(pod.getStatus().getPodIP()).filter(ip -> !ip.isEmpty());
    }

    private static List<EndpointPort> ports(Service service, Optional<Pod> pod) {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            number(port, pod)
                    .ifPresent(number -> ports.add(new EndpointPortBuilder()
                            .withName(port.getName() == null ? "" : port.getName())
                            .withProtocol(port.getProtocol() == null ? "TCP" : port.getProtocol())
                            .withAppProtocol(port.getAppProtocol())
                            .withPort(number)
                            .build()));
        }
        return ports;
    }

    private static Optional<Integer> number(ServicePort port, Optional<Pod> pod) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return Optional.of(port.getPort());
        }
        if (target.getIntVal() != null) {
            return Optional.of(target.getIntVal() == 0 ? port.getPort() : target.getIntVal());
        }
        return pod.stream()
                .flatMap(p -> p.getSpec().getContainers().stream())
                .map(Container::getPorts)
                .flatMap(List::stream)
                .filter(candidate -> target.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }
}
