package dev.serin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.node.ImageRegistry.Image;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Pods that print what is in their projected volumes again and again, tokens, and what is to be thought of them. */
public final class TokenPods {
    private static final String IMAGE = "test/shell";

    private TokenPods() {}

    /** Starts one of namespace {@code default}, with a token and the Secret of its own name if there is one. */
    public static void start(LocalCluster cluster, String name, String account, String audience, long seconds) {
        cluster.images().register(IMAGE, Image.of("/bin/sh"));
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s}
                spec:
                  serviceAccountName: %2$s
                  automountServiceAccountToken: false
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: %5$s
                    args: ["-c", "while :; do tail -n +1 /var/run/files/*; echo; sleep 0.1; done"]
                    volumeMounts: [{name: files, mountPath: /var/run/files}]
                  volumes:
                  - name: files
                    projected:
                      sources:
                      - serviceAccountToken: {audience: %3$s, expirationSeconds: %4$d, path: token}
                      - secret: {name: %1$s, optional: true}
                """.formatted(name, account, audience, seconds, IMAGE));
    }

    /** What it has printed so far, each text once and in order; nothing while it hasn't begun. */
    public static List<String> printed(LocalCluster cluster, String name) {
        try {
            return cluster.logs("default", name).stream()
                    .filter(line -> !line.isEmpty() && !line.startsWith("==>"))
                    .distinct()
                    .toList();
        } catch (IllegalArgumentException notThereYet) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same when it is a number of texts at least. */
    public static List<String> printed(LocalCluster cluster, String name, int count) {
        return await("what " + name + " prints")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> printed(cluster, name), texts -> texts.size() >= count);
    }

    /** The API server's word on a token. */
    public static TokenReviewStatus review(KubernetesClient client, String token, String... audiences) {
        return client.resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences(audiences)
                        .endSpec()
                        .build())
                .create()
                .getStatus();
    }

    /** Asserts that the API server does not accept a token, and why. */
    public static void assertRefused(KubernetesClient client, String token, String error, String... audiences) {
        TokenReviewStatus status = review(client, token, audiences);
        assertThat(status.getAuthenticated()).isNull();
        assertThat(status.getUser().getUsername()).isNull();
        assertThat(status.getError()).isEqualTo(error);
    }

    /** A pod that nobody runs. */
    public static Pod idle(KubernetesClient client, String namespace, String name, Map<String, String> labels) {
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** What to ask for. */
    public static TokenRequestBuilder asked(long seconds, String... audiences) {
        return new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audiences)
                .withExpirationSeconds(seconds)
                .endSpec();
    }

    /** Asks for it on behalf of an account. */
    public static TokenRequestStatus issue(
            KubernetesClient client, String namespace, String account, TokenRequestBuilder asked) {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(asked.build())
                .getStatus();
    }
}
