package dev.serin.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.local.node.Rewriter.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriterTest {
    private final Rewriter rewriter = new Rewriter(
            "127.20.0.7",
            List.of(new Mount("/etc/envoy", Path.of("/pod/config")), new Mount("/etc/envoy/tls", Path.of("/pod/tls"))),
            (namespace, name) ->
                    name.equals("xds") && namespace.equals("serin") ? Optional.of("127.30.0.1") : Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.20.0.7",
        "http://127.0.0.1:19000/ready,http://127.20.0.7:19000/ready",
        "address: 0.0.0.0,address: 127.20.0.7",
        "0.0.0.0:9090,127.20.0.7:9090",
        "listen on 127.0.0.1.,listen on 127.20.0.7.",
        "127.0.0.10,127.0.0.10",
        "0.0.0.0/0,0.0.0.0/0",
        "/dev/tcp/127.0.0.1/19000,/dev/tcp/127.20.0.7/19000",
        "10.0.0.0,10.0.0.0",
        "1.127.0.0.1,1.127.0.0.1",
        "v127.0.0.1.2,v127.0.0.1.2",
    })
    void givesThePodItsOwnLoopback(String text, String expected) {
        assertThat(rewriter.rewrite(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/envoy,/pod/config",
        "/etc/envoy/envoy.yaml,/pod/config/envoy.yaml",
        "--config=/etc/envoy/envoy.yaml,--config=/pod/config/envoy.yaml",
        "/etc/envoy/tls/ca.crt,/pod/tls/ca.crt",
        "cat /etc/envoy/a && cat '/etc/envoy/b',cat /pod/config/a && cat '/pod/config/b'",
        "/etc/envoy2/x,/etc/envoy2/x",
        "/usr/etc/envoy/x,/usr/etc/envoy/x",
        "/etc/envoy-extra,/etc/envoy-extra",
    })
    void leadsMountPathsIntoThePodsFolder(String text, String expected) {
        assertThat(rewriter.rewrite(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "xds.serin.svc,127.30.0.1",
        "xds.serin.svc.cluster.local:18000,127.30.0.1:18000",
        "address: xds.serin.svc.cluster.local.,address: 127.30.0.1",
        "other.serin.svc,other.serin.svc",
        "xds.serin.svcs,xds.serin.svcs",
        "an.xds.serin.svc,an.xds.serin.svc",
    })
    void resolvesServices(String text, String expected) {
        assertThat(rewriter.rewrite(text)).isEqualTo(expected);
    }

    @Test
    void letsEnvoyConnectFromThePodsAddress() {
        assertThat(rewriter.rewrite("admin: {}\ndynamic_resources:\n  ads_config: {}"))
                .isEqualTo("admin: {}\ncluster_manager: {upstream_bind_config: {source_address: {address: 127.20.0.7,"
                        + " port_value: 0}}}\ndynamic_resources:\n  ads_config: {}");
    }

    @Test
    void doesNotRewriteWhatItHasWritten() {
        Rewriter nested = new Rewriter(
                "127.20.0.7",
                List.of(new Mount("/a", Path.of("/b/x")), new Mount("/b", Path.of("/a/y"))),
                (namespace, name) -> Optional.empty());
        assertThat(nested.rewrite("/a/1 /b/2")).isEqualTo("/b/x/1 /a/y/2");
    }
}
