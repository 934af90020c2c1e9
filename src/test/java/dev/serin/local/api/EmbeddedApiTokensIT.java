package dev.serin.local.api;

import static dev.serin.local.TokenPods.asked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.serin.local.TokenPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Service accounts' tokens through fabric8's client: how they are issued, and what the server says of them. */
class EmbeddedApiTokensIT {
    @SuppressWarnings("NullAway.Init")
    private EmbeddedApi api;

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @BeforeEach
    void start() throws Exception {
        api = EmbeddedApi.start(() -> "127.30.0.1");
        client = api.client();
        EmbeddedApi.namespace(client, "shop");
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private Pod pod() {
        return TokenPods.idle(client, "shop", "p", Map.of());
    }

    private TokenRequestStatus request(String account, TokenRequestBuilder request) {
        return TokenPods.issue(client, "shop", account, request);
    }

    private static TokenRequestBuilder bound(String pod, String uid) {
        return asked(600, "serin")
                .editSpec()
                .withNewBoundObjectRef("v1", "Pod", pod, uid)
                .endSpec();
    }

    private TokenReviewStatus review(String token, String... audiences) {
        return TokenPods.review(client, token, audiences);
    }

    private void assertRefused(String token, String error, String... audiences) {
        TokenPods.assertRefused(client, token, error, audiences);
    }

    @Test
    void aTokenNamesItsAccountAndPodToItsAudience() {
        Pod pod = pod();
        TokenRequestStatus issued =
                request("default", bound("p", pod.getMetadata().getUid()));
        assertThat(Instant.parse(issued.getExpirationTimestamp()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(9)), Instant.now().plus(Duration.ofMinutes(10)));
        ServiceAccount account =
                client.serviceAccounts().inNamespace("shop").withName("default").require();

        TokenReviewStatus status = review(issued.getToken(), "other", "serin");
        assertThat(status.getAuthenticated()).isTrue();
        assertThat(status.getError()).isNull();
        assertThat(status.getAudiences()).containsExactly("serin");
        assertThat(status.getUser().getUsername()).isEqualTo("system:serviceaccount:shop:default");
        assertThat(status.getUser().getUid()).isEqualTo(account.getMetadata().getUid());
        assertThat(status.getUser().getGroups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated");
        assertThat(status.getUser().getExtra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("p"))
                .containsEntry(
                        "authentication.kubernetes.io/pod-uid",
                        List.of(pod.getMetadata().getUid()));
    }

    @Test
    void whatIsUnknownOrForSomebodyElseOrTooOldIsRefused() {
        assertRefused("system:serviceaccount:shop:default", "invalid bearer token", "serin");
        String token = request("default", asked(1, "serin")).getToken();
        assertRefused(
                token,
                "[invalid bearer token, token audiences [\"serin\"] is invalid for the target audiences [\"a\" \"b\"]]",
                "a",
                "b");
        assertThat(review(token).getError())
                .as("the server's own audience is meant")
                .contains("target audiences");
        await().untilAsserted(() ->
                assertRefused(token, "[invalid bearer token, service account token has expired]", "serin"));
    }

    @Test
    void aTokenGoesWithItsPodAndItsAccount() {
        String ofPod =
                request("default", bound("p", pod().getMetadata().getUid())).getToken();
        client.pods().inNamespace("shop").withName("p").delete();
        assertRefused(ofPod, "[invalid bearer token, service account token has been invalidated]", "serin");
        Pod another = pod();
        assertThat(review(ofPod, "serin").getError())
                .startsWith("[invalid bearer token, pod UID ("
                        + another.getMetadata().getUid());

        String ofAccount = request("default", asked(600, "serin")).getToken();
        assertThat(review(ofAccount, "serin").getAuthenticated()).isTrue();
        client.serviceAccounts().inNamespace("shop").withName("default").delete();
        assertRefused(ofAccount, "[invalid bearer token, serviceaccounts \"default\" not found]", "serin");
    }

    @Test
    void noTokenIsIssuedForWhatIsNotThere() {
        assertThatThrownBy(() -> request("nobody", asked(600, "serin")))
                .hasMessageContaining("serviceaccounts \"nobody\" not found");
        assertThatThrownBy(() -> request("default", bound("p", "1"))).hasMessageContaining("pods \"p\" not found");
        pod();
        assertThatThrownBy(() -> request("default", bound("p", "1")))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409))
                .hasMessageContaining("the UID in the bound object reference (1) does not match the UID in record");
    }

    @Test
    void theBearerOfATokenForTheServerIsItsAccount() {
        String own = request("default", asked(600)).getToken();
        try (KubernetesClient bearer = bearer(own)) {
            bearer.pods().inNamespace("shop").list();
        }
        assertThat(api.audit().getLast().user()).isEqualTo("system:serviceaccount:shop:default");
        try (KubernetesClient bearer =
                bearer(request("default", asked(600, "serin")).getToken())) {
            assertThatThrownBy(() -> bearer.pods().inNamespace("shop").list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(401));
        }
        assertThat(api.audit().getLast().user()).isEmpty();
    }

    private KubernetesClient bearer(String token) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(api.url())
                .withHttp2Disable(true)
                .withOauthToken(token)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Test
    void bothAreDiscoveredAndAuditedAndChangeNothing() {
        assertThat(client.raw("/apis")).contains("authentication.k8s.io");
        assertThat(client.raw("/apis/authentication.k8s.io/v1")).contains("\"tokenreviews\"");
        assertThat(client.raw("/api/v1")).contains("\"serviceaccounts/token\"");
        api.clearAudit();
        review(request("default", asked(600, "serin")).getToken(), "serin");
        assertThat(api.audit())
                .extracting(AuditRecord::verb, AuditRecord::resource, AuditRecord::subresource, AuditRecord::status)
                .containsExactly(
                        tuple("create", "serviceaccounts", "token", 201), tuple("create", "tokenreviews", "", 201));
        assertThat(api.audit()).noneMatch(record -> record.isWrite() || record.changed());
        assertThatThrownBy(() -> client.raw("/apis/authentication.k8s.io/v1/tokenreviews"))
                .hasMessageContaining("does not allow this method");
    }
}
