package dev.serin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.serin.api.v1alpha1.Notification;
import dev.serin.api.v1alpha1.Notification.Happening;
import dev.serin.api.v1alpha1.Notification.SecretKey;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import dev.serin.outbound.HttpCalls;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, and what comes of the answers. */
@EnableKubernetesMockClient(crud = true)
@SuppressWarnings("NullAway.Init")
class WebhookTellerTest {
    private static final Subject REPORTER = new Subject("default", "reporter");
    private static final Owed BACK = new Owed(
            "rolledback-1",
            Happening.RolledBack,
            "2026-01-01T00:00:00Z",
            "r1",
            "reporter:2",
            0,
            100,
            "WorseThanStable",
            "Revision r1 was sent back: <b> & \"more\".",
            List.of("x"));

    private KubernetesClient client;
    private HttpServer server;
    private volatile int answer = 204;
    private volatile String body = "";
    private volatile String type = "";
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            type = exchange.getRequestHeaders().getFirst("Content-Type");
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/T0K3N?x=1";
    }

    private void tell(Notification notification) throws Teller.NotToldException {
        new WebhookTeller(HttpCalls.of(true), client).tell(REPORTER, notification, BACK);
    }

    private Notification byUrl(String url) {
        return new Notification("x", Notification.Type.CloudEvents, url, null, null);
    }

    private static Notification bySecret(String name, String key) {
        return new Notification("x", Notification.Type.Slack, null, new SecretKey(name, key), null);
    }

    private void secret(String value) {
        String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("slack")
                        .endMetadata()
                        .withData(Map.of("url", encoded))
                        .build())
                .create();
    }

    @Test
    void aCloudEventIsStructuredJson() throws Exception {
        tell(byUrl(url()));
        assertThat(type).isEqualTo("application/cloudevents+json; charset=utf-8");
        JsonNode event = new ObjectMapper().readTree(body);
        assertThat(event).isEqualTo(new ObjectMapper().readTree("""
                {"specversion": "1.0", "id": "rolledback-1", "time": "2026-01-01T00:00:00Z",
                 "source": "/apis/serin.dev/v1alpha1/namespaces/default/canaryreleases/reporter",
                 "type": "dev.serin.canaryrelease.rolledback", "datacontenttype": "application/json",
                 "data": {"namespace": "default", "name": "reporter", "revision": "r1", "image": "reporter:2",
                          "weight": 0, "totalWeight": 100, "reason": "WorseThanStable",
                          "message": "Revision r1 was sent back: <b> & \\"more\\"."}}
                """));
    }

    @Test
    void aSlackMessageIsATextWithoutMarkupOfOthers() throws Exception {
        secret(url() + "\n");
        tell(bySecret("slack", "url"));
        assertThat(new ObjectMapper().readTree(body)).isEqualTo(new ObjectMapper().readTree("""
                {"text": "*reporter* (default): Revision r1 was sent back: &lt;b&gt; &amp; \\"more\\"."}
                """));
    }

    @Test
    void onlyASuccessIsTakenAndNoRedirectFollowed() {
        for (int status : new int[] {500, 404, 302, 307}) {
            answer = status;
            asked.set(0);
            assertThatThrownBy(() -> tell(byUrl(url()))).hasMessage("it answered " + status);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void whatIsWrongWithASecretIsSaidAndNothingOfItShown() {
        assertThatThrownBy(() -> tell(bySecret("slack", "url"))).hasMessage("there is no Secret slack");
        secret("not a T0K3N url");
        assertThatThrownBy(() -> tell(bySecret("slack", "other"))).hasMessage("Secret slack has no entry other");
        assertThatThrownBy(() -> tell(bySecret("slack", "url")))
                .hasMessage("what is meant to be its URL is none")
                .message()
                .doesNotContain("T0K3N");
    }

    @Test
    void theOperatorsOwnMachineIsNotDialled() {
        assertThatThrownBy(() -> new WebhookTeller(HttpCalls.of(false), client).tell(REPORTER, byUrl(url()), BACK))
                .hasMessage("its address is one that may not be dialled");
        assertThat(asked).hasValue(0);
    }

    @Test
    void whoIsNotThereHasNotBeenTold() {
        String url = url();
        server.stop(0);
        assertThatThrownBy(() -> tell(byUrl(url))).hasMessage("no connection");
    }
}
