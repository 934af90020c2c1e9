package dev.serin.local.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.ClusterOptions;
import dev.serin.local.LocalCluster;
import dev.serin.local.TokenPods;
import dev.serin.local.net.Subnet;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pod's projected token, as Kubernetes' own API server issues and judges it; in the words that the embedded one uses. */
@Tag("cluster")
class RealTokensIT {
    // The API server forgets what it has accepted after ten.
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static LocalCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "real");
        var plane = RealControlPlane.start(RealControlPlane.Options.in(folder));
        var network = plane.network();
        cluster = LocalCluster.start(
                plane,
                Subnet.of(network.pods(), network.services()),
                ClusterOptions.in(
                        Files.createDirectories(folder.resolve("cluster")).toAbsolutePath()));
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void itNamesThePodToItsAudienceAndGoesWithThePod() {
        TokenPods.start(cluster, "bearer", "default", "serin", 600);
        String token = TokenPods.printed(cluster, "bearer", 1).getFirst();
        Pod pod = client.pods().inNamespace("default").withName("bearer").require();

        TokenReviewStatus status = TokenPods.review(client, token, "other", "serin");
        assertThat(status.getAuthenticated()).isTrue();
        assertThat(status.getError()).isNull();
        assertThat(status.getAudiences()).containsExactly("serin");
        assertThat(status.getUser().getUsername()).isEqualTo("system:serviceaccount:default:default");
        assertThat(status.getUser().getGroups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated");
        assertThat(status.getUser().getExtra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("bearer"))
                .containsEntry(
                        "authentication.kubernetes.io/pod-uid",
                        List.of(pod.getMetadata().getUid()));

        assertRefused(
                token,
                "[invalid bearer token, token audiences [\"serin\"] is invalid for the target audiences [\"a\" \"b\"]]",
                "a",
                "b");
        assertRefused("nobody's", "invalid bearer token", "serin");
        client.resource(pod).delete();
        await().atMost(LIMIT)
                .until(() ->
                        client.pods().inNamespace("default").withName("bearer").get() == null);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertRefused(
                        token, "[invalid bearer token, service account token has been invalidated]", "serin"));
        assertThat(cluster.audit())
                .filteredOn(record -> record.resource().equals("tokenreviews")
                        || record.subresource().equals("token"))
                .isNotEmpty()
                .noneMatch(record -> record.isWrite() || record.changed());
    }

    private static void assertRefused(String token, String error, String... audiences) {
        TokenPods.assertRefused(client, token, error, audiences);
    }
}
