package dev.serin.trust;

import static dev.serin.local.TokenPods.asked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serin.local.TokenPods;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.resources.XdsEndpoint;
import dev.serin.xds.Callers;
import dev.serin.xds.ProxyIdentity;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose token is whose, by an API server's word. */
class ProxyTokensIT {
    private static final Map<String, String> PROXY =
            Map.of("app.kubernetes.io/name", "serin-proxy", "serin.dev/release", "reporter");

    private final EmbeddedApi api;
    private final KubernetesClient client;
    private final ProxyTokens tokens;

    ProxyTokensIT() throws IOException {
        api = EmbeddedApi.start(() -> "127.30.0.1");
        client = api.client();
        tokens = new ProxyTokens(client);
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private Pod pod(String name, Map<String, String> labels) {
        return TokenPods.idle(client, "default", name, labels);
    }

    private String token(TokenRequestBuilder request) {
        return TokenPods.issue(client, "default", "default", request).getToken();
    }

    @Test
    void whoMayMakePodsElsewhereGetsNothingOfThisNamespaces() throws Callers.RefusedException {
        EmbeddedApi.namespace(client, "shop");
        Pod pod = TokenPods.idle(client, "shop", "reporter-proxy-1", PROXY);
        String token = TokenPods.issue(client, "shop", "default", of(pod, asked(3600, XdsEndpoint.AUDIENCE)))
                .getToken();
        assertThat(tokens.identify(token).release()).isEqualTo(new ReleaseKey("shop", "reporter"));
    }

    private static TokenRequestBuilder of(Pod pod, TokenRequestBuilder asked) {
        return asked.editSpec()
                .withNewBoundObjectRef(
                        "v1",
                        "Pod",
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid())
                .endSpec();
    }

    private void assertRefused(String token, String why) {
        assertThatThrownBy(() -> tokens.identify(token))
                .isInstanceOf(Callers.RefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aProxysPodIsItsReleases() throws Callers.RefusedException {
        Pod pod = pod("reporter-proxy-1", PROXY);
        assertThat(tokens.identify(token(of(pod, asked(3600, XdsEndpoint.AUDIENCE)))))
                .isEqualTo(new ProxyIdentity(new ReleaseKey("default", "reporter"), "reporter-proxy-1"));
    }

    @Test
    void aTokenForSomebodyElseIsNotForSerin() {
        Pod pod = pod("reporter-proxy-1", PROXY);
        assertRefused(token(of(pod, asked(3600, "https://kubernetes.default.svc"))), "its token is not accepted");
        assertRefused("made-up", "its token is not accepted");
    }

    @Test
    void anExpiredTokenIsNoLongerOne() {
        String token = token(of(pod("reporter-proxy-1", PROXY), asked(1, XdsEndpoint.AUDIENCE)));
        await().untilAsserted(() -> assertRefused(token, "its token is not accepted"));
    }

    @Test
    void aTokenOfNoPodOrOfAnotherKindOfPodIsNoProxys() {
        assertRefused(token(asked(3600, XdsEndpoint.AUDIENCE)), "is of no pod");
        Pod other = pod("reporter-1", Map.of("app", "reporter"));
        assertRefused(token(of(other, asked(3600, XdsEndpoint.AUDIENCE))), "is no release's proxy");
        Pod half = pod("reporter-2", Map.of("serin.dev/release", "reporter"));
        assertRefused(token(of(half, asked(3600, XdsEndpoint.AUDIENCE))), "is no release's proxy");
    }

    @Test
    void theTokenGoesWithItsPod() {
        Pod pod = pod("reporter-proxy-1", PROXY);
        String token = token(of(pod, asked(3600, XdsEndpoint.AUDIENCE)));
        client.resource(pod).withGracePeriod(0).delete();
        pod("reporter-proxy-1", PROXY);
        assertRefused(token, "its token is not accepted");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsAnotherMatter() {
        api.close();
        assertRefused("any", "could not be reviewed");
    }
}
