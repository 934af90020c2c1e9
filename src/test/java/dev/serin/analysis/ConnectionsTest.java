package dev.serin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a proxy's status port says about connections. */
class ConnectionsTest {
    private static final Instant NOW = Instant.EPOCH;

    @Test
    void readsBothCounters() {
        String text = """
                http.traffic.downstream_cx_active: 50
                http.traffic.downstream_cx_drain_close: 13
                """;
        assertThat(Connections.parse(text, NOW)).isEqualTo(new Connections(50, 13, new InFlight(0, 0), NOW));
    }

    @Test
    void aProxyWithoutAListenerHasNone() {
        assertThat(Connections.parse("", NOW)).isEqualTo(new Connections(0, 0, new InFlight(0, 0), NOW));
    }

    @Test
    void requestsThatWentByChanceMayBeAtEitherVersion() {
        String text = """
                cluster.canary.upstream_rq_active: 2
                cluster.canary.upstream_rq_pending_active: 1
                cluster.fallback.upstream_rq_active: 4
                cluster.stable.upstream_rq_active: 7
                """;
        assertThat(InFlight.parse(text)).isEqualTo(new InFlight(11, 7));
    }
}
