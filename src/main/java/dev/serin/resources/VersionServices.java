package dev.serin.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Services over both versions' pods. They make Kubernetes keep EndpointSlices, with ports resolved and readiness
 * followed, which the operator hands to the proxies. Stable's has an address besides, at which proxies find its pods when
 * all that they were told of are gone; canary's is headless, since stable answers what canary's pods cannot be reached for.
 */
final class VersionServices {
    private VersionServices() {}

    static List<Service> of(ReleaseContext context) {
        return context.targetPort().stream()
                .flatMap(port -> Stream.of(
                        service(context, Names.stable(context.name()), "stable", context.stableSelector(), port, null),
                        service(
                                context,
                                Names.canary(context.name()),
                                "canary",
                                context.canarySelector(),
                                port,
                                "None")))
                .filter(service -> !service.getSpec().getSelector().isEmpty())
                .toList();
    }

    private static Service service(
            ReleaseContext context,
            String name,
            String version,
            Map<String, String> selector,
            IntOrString port,
            @Nullable String address) {
        return new ServiceBuilder()
                .withMetadata(context.meta(name, version))
                .withNewSpec()
                .withClusterIP(address)
                .withSelector(selector)
                .addNewPort()
                .withName(ProxyService.portName(context))
                .withProtocol("TCP")
                .withPort(context.spec().service().port())
                .withTargetPort(port)
                .endPort()
                .endSpec()
                .build();
    }
}
