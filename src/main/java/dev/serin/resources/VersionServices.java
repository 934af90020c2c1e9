package dev.serin.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The headless Services over both versions' pods. Nobody dials them: they make Kubernetes keep EndpointSlices, with
 * ports resolved and readiness followed, which the operator hands to the proxies.
 */
final class VersionServices {
    private VersionServices() {}

    static List<Service> of(ReleaseContext context) {
        return context.targetPort().stream()
                .flatMap(port -> Stream.of(
                        service(context, Names.stable(context.name()), "stable", context.stableSelector(), port),
                        service(context, Names.canary(context.name()), "canary", context.canarySelector(), port)))
                .filter(service -> !service.getSpec().getSelector().isEmpty())
                .toList();
    }

    private static Service service(
            ReleaseContext context, String name, String version, Map<String, String> selector, IntOrString port) {
        return new ServiceBuilder()
                .withMetadata(context.meta(name, version))
                .withNewSpec()
                .withClusterIP("None")
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
