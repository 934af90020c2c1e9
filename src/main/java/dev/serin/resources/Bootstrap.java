package dev.serin.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.Optional;

/** Envoy's bootstrap: what a proxy starts with. All else comes from the operator over ADS. */
public final class Bootstrap {
    private static final String TEMPLATE = Resource.text("envoy.yaml");
    private static final String SECURE = Resource.text("secure.yaml");

    /** Of the container's memory limit; the rest is code, stacks and what the allocator keeps. As in Envoy Gateway. */
    private static final BigDecimal HEAP = new BigDecimal("0.8");

    /** Where the container has no limit: more than any machine has, in bytes. */
    private static final long BOUNDLESS = 1L << 60;

    private Bootstrap() {}

    /** For proxies that find their operator there and have these resources. */
    public static String of(XdsEndpoint xds, ResourceRequirements resources) {
        return of(xds, heap(resources));
    }

    /** {@code heap}: how many bytes Envoy may have before it takes no more requests. */
    public static String of(XdsEndpoint xds, long heap) {
        int colon = xds.address().lastIndexOf(':');
        String secure = xds.security()
                .map(security -> SECURE.replace("${xds.name}", security.name()))
                .orElse("");
        return TEMPLATE.replace("${xds.secure}", secure)
                .replace("${xds.host}", xds.address().substring(0, colon))
                .replace("${xds.port}", xds.address().substring(colon + 1))
                .replace("${heap}", String.valueOf(heap));
    }

    static long heap(ResourceRequirements resources) {
        return Optional.ofNullable(resources.getLimits())
                .map(limits -> limits.get("memory"))
                .map(Quantity::getAmountInBytes)
                .map(limit -> limit.multiply(HEAP).longValue())
                .orElse(BOUNDLESS);
    }
}
