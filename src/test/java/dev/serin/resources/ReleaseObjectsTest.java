package dev.serin.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.api.v1alpha1.ServiceReference.Protocol;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.golden.Golden;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The objects that are made for a release, against golden files. */
class ReleaseObjectsTest {
    private static final String ADDRESS = "serin-xds.serin-system.svc:18000";

    private static ReleaseContext context(String name, Protocol protocol, boolean known) {
        return context(
                name,
                protocol,
                known,
                new XdsEndpoint(
                        ADDRESS, Optional.of(new XdsEndpoint.Security("serin-xds.serin-system", "the authority"))));
    }

    private static ReleaseContext context(String name, Protocol protocol, boolean known, XdsEndpoint xds) {
        return new ReleaseContext(
                "default",
                name,
                "1234",
                new CanaryReleaseSpec(
                        DeploymentReference.named("reporter"),
                        DeploymentReference.named("reporter-v2"),
                        null,
                        new ServiceReference("reporter", 9090, protocol, null),
                        Strategy.weight(10),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        null,
                        null),
                xds,
                Map.of("app", "reporter"),
                known ? Map.of("app", "reporter-v2") : Map.of(),
                Optional.of(new IntOrString("grpc")),
                Optional.empty());
    }

    @Test
    void objectsAreAsTheGoldenFilesHaveThem() throws Exception {
        Map<String, String> made = new TreeMap<>();
        for (HasMetadata object : ReleaseObjects.desired(context("reporter", Protocol.GRPC, true))) {
            String file = object.getKind().toLowerCase(Locale.ROOT) + "-"
                    + object.getMetadata().getName();
            made.put(file + ".yaml", Serialization.asYaml(object));
        }
        Golden.in("resources").check(made);
    }

    @Test
    void aProxyThatSpeaksPlainTextHasNoTokenAndTrustsNobody() {
        String made =
                ReleaseObjects.desired(context("reporter", Protocol.GRPC, true, XdsEndpoint.open(ADDRESS))).stream()
                        .map(Serialization::asYaml)
                        .collect(Collectors.joining());
        assertThat(made).doesNotContain("token", "ca.crt", "transport_socket");
    }

    @Test
    void equalInputGivesEqualObjects() {
        assertThat(ReleaseObjects.desired(context("reporter", Protocol.HTTP, true)))
                .isEqualTo(ReleaseObjects.desired(context("reporter", Protocol.HTTP, true)));
    }

    @Test
    void aVersionThatIsNotKnownYetHasNoService() {
        assertThat(names(context("reporter", Protocol.GRPC, false)))
                .contains("reporter-stable")
                .doesNotContain("reporter-canary");
    }

    @Test
    void theLongestNameStillMakesServices() {
        String longest = "a".repeat(CanaryRelease.MAX_NAME_LENGTH);
        assertThat(names(context(longest, Protocol.GRPC, true))).allMatch(name -> name.length() <= 63);
    }

    private static List<String> names(ReleaseContext context) {
        return ReleaseObjects.desired(context).stream()
                .map(object -> object.getMetadata().getName())
                .toList();
    }
}
