package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.xds.ProxyConfig.Logs;
import dev.serin.xds.ProxyConfig.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Versions of a release's resources, and what one configuration takes over from the one before. */
class ReleaseResourcesTest {
    private static final Endpoint A = new Endpoint("10.0.0.1", 9090);
    private static final Endpoint B = new Endpoint("10.0.0.2", 9090);
    private static final Endpoint C = new Endpoint("10.0.0.3", 9090);
    private static final Endpoint D = new Endpoint("10.96.0.7", 80);
    private static final String NODE = "proxy-1";
    private static final String ADDRESS = "10.0.0.9";

    @Test
    void versionsFollowFromContentAlone() {
        var one = alone(FactoriesTest.config(Protocol.GRPC, 10, List.of(A, B), List.of(C)));
        var same = alone(FactoriesTest.config(Protocol.GRPC, 10, List.of(B, A, A), List.of(C)));
        var other = alone(FactoriesTest.config(Protocol.GRPC, 11, List.of(A), List.of(C)));
        assertThat(same.config()).isEqualTo(one.config());
        assertThat(versions(same)).isEqualTo(versions(one));
        assertThat(other.route().version()).isNotEqualTo(one.route().version());
        assertThat(endpoints(other)).isNotEqualTo(endpoints(one));
        assertThat(other.clusters().version()).isEqualTo(one.clusters().version());
        assertThat(other.listener(NODE, ADDRESS).version())
                .as("a weight leaves the listener alone: any change of it would drain every connection")
                .isEqualTo(one.listener(NODE, ADDRESS).version());
    }

    @Test
    void aWeightTakesClustersAndListenersOver() {
        var one = alone(FactoriesTest.config(Protocol.GRPC, 10, List.of(A, B), List.of(C)));
        var next = new ReleaseResources(FactoriesTest.config(Protocol.GRPC, 11, List.of(A), List.of(C)), one);
        assertThat(next.clusters()).isSameAs(one.clusters());
        assertThat(next.listener(NODE, ADDRESS)).isSameAs(one.listener(NODE, ADDRESS));
    }

    @Test
    void whatIsTakenOverIsWhatWouldBeBuilt() {
        var random = new Random(4);
        ReleaseResources before = alone(config(random));
        for (int i = 0; i < 2_000; i++) {
            ProxyConfig config = config(random);
            var next = new ReleaseResources(config, before);
            assertThat(versions(next))
                    .as("%s after %s", config, before.config())
                    .isEqualTo(versions(alone(config)));
            before = next;
        }
    }

    /** Of few values each, so that often only one thing changes. */
    private static ProxyConfig config(Random random) {
        return new ProxyConfig(
                new ReleaseKey("default", "reporter"),
                random.nextInt(4) == 0 ? Protocol.HTTP : Protocol.GRPC,
                new Logs(random.nextInt(4) == 0, random.nextInt(4) == 0),
                new Split(random.nextInt(3) * 50, 100),
                random.nextInt(4) == 0 ? Routing.RANDOM : Routing.EXACT,
                new Connections(
                        random.nextInt(4) == 0 ? Optional.of(Duration.ofMinutes(1)) : Optional.empty(),
                        random.nextInt(4) == 0
                                ? Optional.of(new Connections.StreamEnd(random.nextInt(2), Duration.ofSeconds(9)))
                                : Optional.empty(),
                        random.nextInt(4) == 0 ? Map.of(NODE, random.nextInt(3)) : Map.of()),
                List.of(A, B),
                random.nextBoolean() ? List.of(C) : List.of(),
                random.nextBoolean() ? Optional.of(D) : Optional.empty());
    }

    private static ReleaseResources alone(ProxyConfig config) {
        return new ReleaseResources(config, null);
    }

    private static List<String> versions(ReleaseResources resources) {
        return List.of(
                resources.clusters().version(),
                endpoints(resources),
                resources.listener(NODE, ADDRESS).version(),
                resources.route().version(),
                resources.extensions().version());
    }

    private static String endpoints(ReleaseResources resources) {
        ProxyConfig config = resources.config();
        return resources
                .endpoints(new Staging.Held(config.stable(), config.canary()))
                .version();
    }
}
