package dev.serin.bench.envoy;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.ProxySpec;
import dev.serin.resources.Bootstrap;
import dev.serin.resources.XdsEndpoint;
import dev.serin.xds.Door;
import dev.serin.xds.Endpoint;
import dev.serin.xds.ProxyConfig;
import dev.serin.xds.ProxyConfig.Protocol;
import dev.serin.xds.ProxyPorts;
import dev.serin.xds.ReleaseKey;
import dev.serin.xds.Split;
import dev.serin.xds.XdsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Proxies of one release, configured by the operator's own xDS server in this process. */
public final class SerinProxies implements AutoCloseable {
    private final Lab lab;
    private final Mode mode;
    private final ReleaseKey release;
    private final XdsServer xds = new XdsServer();
    private final List<EnvoyRun> proxies = new ArrayList<>();

    /** Starts them and waits until they serve a split. */
    public SerinProxies(Lab lab, Mode mode, Split split, int count, int workers) throws IOException {
        this.lab = lab;
        this.mode = mode;
        release = new ReleaseKey("default", mode.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"));
        publish(split, lab.stable().subList(0, 1), lab.canary().subList(0, 1));
        xds.start("127.0.0.1", 0, Door.open());
        String bootstrap = Bootstrap.of(XdsEndpoint.open("127.0.0.1:" + xds.port()), ProxySpec.DEFAULT_RESOURCES);
        for (int i = 0; i < count; i++) {
            proxies.add(lab.proxy(release, "proxy-" + i, lab.address(), bootstrap, workers));
        }
        proxies.forEach(proxy -> proxy.awaitReady(ProxyPorts.STATUS));
        awaitApplied(split);
    }

    public List<EnvoyRun> proxies() {
        return proxies;
    }

    /** Serves a split with so many endpoints of each version, 1 or 2, once all proxies have confirmed it. */
    public void serve(Split split, int each) {
        publish(split, lab.stable().subList(0, each), lab.canary().subList(0, each));
        awaitApplied(split);
    }

    private void publish(Split split, List<Endpoint> stable, List<Endpoint> canary) {
        xds.publish(new ProxyConfig(release, Protocol.GRPC, split, mode.routing(), stable, canary));
    }

    private void awaitApplied(Split split) {
        await(mode.name() + " is confirmed")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> xds.proxies(release).size() == proxies.size()
                        && xds.proxies(release).stream()
                                .allMatch(proxy -> proxy.applied().equals(Optional.of(split))));
    }

    @Override
    public void close() {
        xds.close();
    }
}
