package dev.serin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.api.AuditRecord;
import dev.serin.local.net.Subnet;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files of projected volumes: tokens, which are renewed in time, and Secrets, which are followed. */
class ProjectedVolumesIT {
    private static final Duration LIFE = Duration.ofSeconds(3);

    private static LocalCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = TestClusters.start(Subnet.claim());
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aTokenNamesThePodAndIsRenewedBeforeItExpires() {
        TokenPods.start(cluster, "renewed", "default", "serin", LIFE.toSeconds());
        String first = TokenPods.printed(cluster, "renewed", 1).getFirst();
        Pod pod = client.pods().inNamespace("default").withName("renewed").require();
        TokenReviewStatus status = TokenPods.review(client, first, "serin");
        assertThat(status.getAuthenticated()).isTrue();
        assertThat(status.getUser().getUsername()).isEqualTo("system:serviceaccount:default:default");
        assertThat(status.getUser().getExtra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("renewed"))
                .containsEntry(
                        "authentication.kubernetes.io/pod-uid",
                        List.of(pod.getMetadata().getUid()));

        List<String> tokens = TokenPods.printed(cluster, "renewed", 2);
        assertThat(TokenPods.review(client, tokens.getLast(), "serin").getAuthenticated())
                .isTrue();
        List<Instant> asked = tokenRequests("default");
        assertThat(Duration.between(asked.get(0), asked.get(1))).isBetween(LIFE.dividedBy(2), LIFE.minusMillis(1));
        await().untilAsserted(() ->
                assertThat(TokenPods.review(client, first, "serin").getError()).contains("expired"));
    }

    @Test
    void aSecretIsFollowedAndTheTokenBesideItIsNotAskedForAgain() {
        account("followed");
        secret("one");
        TokenPods.start(cluster, "followed", "followed", "serin", 3600);
        assertThat(TokenPods.printed(cluster, "followed", 2)).contains("one");
        secret("two");
        assertThat(TokenPods.printed(cluster, "followed", 3)).contains("two");
        client.secrets().inNamespace("default").withName("followed").delete();
        secret("three");
        assertThat(TokenPods.printed(cluster, "followed", 4)).contains("three");
        assertThat(tokenRequests("followed")).hasSize(1);
    }

    @Test
    void aPodWaitsForItsAccount() {
        TokenPods.start(cluster, "early", "late", "serin", 3600);
        await().until(() ->
                cluster.audit().stream().anyMatch(record -> isTokenRequest(record, "late") && record.status() == 404));
        assertThat(TokenPods.printed(cluster, "early")).isEmpty();
        account("late");
        String token = TokenPods.printed(cluster, "early", 1).getFirst();
        assertThat(TokenPods.review(client, token, "serin").getUser().getUsername())
                .isEqualTo("system:serviceaccount:default:late");
    }

    private static void account(String name) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
    }

    private static void secret(String value) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("followed")
                        .withNamespace("default")
                        .endMetadata()
                        .withStringData(Map.of("key", value))
                        .build())
                .createOr(existing -> existing.update());
    }

    /** When they were answered. */
    private static List<Instant> tokenRequests(String account) {
        return cluster.audit().stream()
                .filter(record -> isTokenRequest(record, account))
                .map(AuditRecord::accepted)
                .toList();
    }

    private static boolean isTokenRequest(AuditRecord record, String account) {
        return record.resource().equals("serviceaccounts")
                && record.subresource().equals("token")
                && record.name().equals(account);
    }
}
