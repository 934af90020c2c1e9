package dev.serin.xds;

import io.envoyproxy.controlplane.cache.Resources;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of xDS resources, in the order in which a change is best sent. */
enum Kind {
    CLUSTER(Resources.V3.CLUSTER_TYPE_URL),
    ENDPOINT(Resources.V3.ENDPOINT_TYPE_URL),
    LISTENER(Resources.V3.LISTENER_TYPE_URL),
    ROUTE(Resources.V3.ROUTE_TYPE_URL),
    EXTENSION(ExtensionTypes.INSIDE);

    private final String typeUrl;

    Kind(String typeUrl) {
        this.typeUrl = typeUrl;
    }

    /** Its name in metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String typeUrl() {
        return typeUrl;
    }

    static Optional<Kind> of(String typeUrl) {
        return Arrays.stream(values())
                .filter(kind -> kind.typeUrl.equals(typeUrl))
                .findFirst();
    }
}
