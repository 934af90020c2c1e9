package dev.serin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final Map<String, String> LEAST =
            Map.of("POD_NAME", "serin-0", "POD_NAMESPACE", "serin-system", "POD_IP", "10.0.0.1");

    private static Environment with(String name, String value) {
        Map<String, String> variables = new HashMap<>(LEAST);
        variables.put(name, value);
        return Environment.read(variables);
    }

    @Test
    void allNamespacesAreWatchedUnlessSomeAreNamed() {
        assertThat(Environment.read(LEAST).watched()).isEmpty();
        assertThat(with("SERIN_WATCH_NAMESPACES", "").watched()).isEmpty();
        assertThat(with("SERIN_WATCH_NAMESPACES", "shop, pay").watched()).containsExactlyInAnyOrder("shop", "pay");
    }

    @Test
    void whatCannotBeReadIsNamedWithItsMend() {
        assertThatThrownBy(() -> with("SERIN_WATCH_NAMESPACES", "shop;pay"))
                .hasMessageContaining("SERIN_WATCH_NAMESPACES has \"shop;pay\"");
        assertThatThrownBy(() -> with("SERIN_XDS_PORT", "high")).hasMessageContaining("SERIN_XDS_PORT is \"high\"");
        assertThatThrownBy(() -> with("POD_IP", " ")).hasMessageContaining("POD_IP");
    }

    @Test
    void theChannelIsSecureUnlessThatIsForgoneInSoManyWords() {
        assertThat(Environment.read(LEAST).keys().secure()).isTrue();
        assertThat(with("SERIN_XDS_SECURE", "false").keys().secure()).isFalse();
        assertThatThrownBy(() -> with("SERIN_XDS_SECURE", "no"))
                .hasMessageContaining("SERIN_XDS_SECURE is \"no\": set it to");
    }

    @Test
    void proxiesFindTheServiceThatIsNamed() {
        assertThat(Environment.read(LEAST).xdsAddress()).isEqualTo("serin-xds.serin-system.svc:18000");
        assertThat(with("SERIN_XDS_SERVICE", "shop-xds").xdsAddress()).isEqualTo("shop-xds.serin-system.svc:18000");
    }
}
