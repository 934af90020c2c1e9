package dev.serin.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What a proxy starts with: Envoy's bootstrap, and the script that drains it before it stops. */
final class ProxyConfigMap {
    static final String BOOTSTRAP = "envoy.yaml";
    static final String DRAIN = "drain.sh";

    private static final String BOOTSTRAP_TEMPLATE = read(BOOTSTRAP);
    private static final String DRAIN_SCRIPT = read(DRAIN);

    private ProxyConfigMap() {}

    static ConfigMap of(ReleaseContext context) {
        return new ConfigMapBuilder()
                .withMetadata(context.meta(Names.proxy(context.name()), "proxy"))
                .addToData(DRAIN, DRAIN_SCRIPT)
                .addToData(BOOTSTRAP, bootstrap(context.xdsAddress()))
                .build();
    }

    static String bootstrap(String xdsAddress) {
        int colon = xdsAddress.lastIndexOf(':');
        return BOOTSTRAP_TEMPLATE
                .replace("${xds.host}", xdsAddress.substring(0, colon))
                .replace("${xds.port}", xdsAddress.substring(colon + 1));
    }

    private static String read(String file) {
        try (InputStream in = Objects.requireNonNull(ProxyConfigMap.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
