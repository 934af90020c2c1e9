package dev.serin.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
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

    private static final String DRAIN_SCRIPT = Resource.text(DRAIN);
    private static final String TRUST_SECRET = Resource.text(TRUST);
    private static final String TOKEN_SECRET = Resource.text(TOKEN);

    private ProxyConfigMap() {}

    static ConfigMap of(ReleaseContext context) {
        var map = new ConfigMapBuilder()
                .withMetadata(context.meta(Names.proxy(context.name()), "proxy"))
                .addToData(DRAIN, DRAIN_SCRIPT)
                .addToData(
                        BOOTSTRAP,
                        Bootstrap.of(context.xds(), context.spec().proxy().resources()));
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
}
