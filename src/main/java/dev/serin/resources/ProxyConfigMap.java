package dev.serin.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a proxy starts with: Envoy's bootstrap, the script that drains it before it stops, and what makes it and the
 * operator known to each other.
 */
final class ProxyConfigMap {
    static final String BOOTSTRAP = "envoy.yaml";
    static final String DRAIN = "drain.sh";

    static final String TRUST = "trust.yaml";
    static final String TOKEN = "token.yaml";
    static final String AUTHORITIES = "ca.crt";

    private static final String BOOTSTRAP_TEMPLATE = read(BOOTSTRAP);
    private static final String DRAIN_SCRIPT = read(DRAIN);
    private static final String SECURE = read("secure.yaml");
    private static final String TRUST_SECRET = read(TRUST);
    private static final String TOKEN_SECRET = read(TOKEN);

    private ProxyConfigMap() {}

    static ConfigMap of(ReleaseContext context) {
        var map = new ConfigMapBuilder()
                .withMetadata(context.meta(Names.proxy(context.name()), "proxy"))
                .addToData(DRAIN, DRAIN_SCRIPT)
                .addToData(BOOTSTRAP, bootstrap(context.xds()));
        context.xds()
                .security()
                .ifPresent(security -> map.addToData(TRUST, TRUST_SECRET)
                        .addToData(TOKEN, TOKEN_SECRET)
                        .addToData(AUTHORITIES, security.trusted()));
        return map.build();
    }

    /** What a running proxy does not read again. */
    static Map<String, String> readOnce(ConfigMap config) {
        Map<String, String> data = new TreeMap<>(config.getData());
        data.remove(AUTHORITIES);
        return data;
    }

    static String bootstrap(XdsEndpoint xds) {
        int colon = xds.address().lastIndexOf(':');
        String secure = xds.security()
                .map(security -> SECURE.replace("${xds.name}", security.name()))
                .orElse("");
        return BOOTSTRAP_TEMPLATE
                .replace("${xds.secure}", secure)
                .replace("${xds.host}", xds.address().substring(0, colon))
                .replace("${xds.port}", xds.address().substring(colon + 1));
    }

    private static String read(String file) {
        try (InputStream in = Objects.requireNonNull(ProxyConfigMap.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
