package dev.serin.resources;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The labels of what the operator makes. */
public final class Labels {
    /** The release's name; Kubernetes copies it from a Service to its EndpointSlices. */
    public static final String RELEASE = "serin.dev/release";
    /** Which version a Service is for. */
    public static final String ROLE = "serin.dev/role";
    /** Kubernetes' own: the Service that an EndpointSlice is of. */
    public static final String SERVICE_NAME = "kubernetes.io/service-name";

    private static final String NAME = "app.kubernetes.io/name";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String PART_OF = "app.kubernetes.io/part-of";
    private static final String SERIN = "serin";
    private static final String PROXY = "serin-proxy";

    /** Labels by convention that together tell one release's proxies from all other pods. */
    static final Set<String> PROXY_BY_CONVENTION = Set.of(NAME, INSTANCE);

    private Labels() {}

    /** Whether a pod with these labels is a release's proxy. */
    public static boolean isProxy(Map<String, String> labels) {
        return PROXY.equals(labels.get(NAME));
    }

    /** The labels of an object of a release. */
    static Map<String, String> of(String release, String component) {
        Map<String, String> labels = new LinkedHashMap<>(proxySelector(release));
        labels.put(COMPONENT, component);
        labels.put(MANAGED_BY, SERIN);
        labels.put(PART_OF, SERIN);
        if (!component.equals("proxy")) {
            labels.put(NAME, "serin");
        }
        labels.put(ROLE, component);
        return labels;
    }

    /** What selects a release's proxies; never changes, since a Deployment's selector cannot. */
    static Map<String, String> proxySelector(String release) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(NAME, PROXY);
        labels.put(INSTANCE, release);
        labels.put(RELEASE, release);
        return labels;
    }
}
