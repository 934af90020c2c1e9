package dev.serin.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.lead.Fence;
import dev.serin.status.Note;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Events against the mock API server. */
@EnableKubernetesMockClient(crud = true)
class EventSenderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00.5Z"), ZoneOffset.UTC);

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesMockServer server;

    private static CanaryRelease release() {
        var release = new CanaryRelease();
        release.setMetadata(new ObjectMetaBuilder()
                .withNamespace("default")
                .withName("reporter")
                .withUid("1234")
                .build());
        return release;
    }

    @Test
    void aNoteBecomesAnEventOnTheRelease() {
        new EventSender(client, CLOCK).send(release(), List.of(new Note(true, "CanaryNotReady", "no pod is ready")));
        await().until(() -> !events().isEmpty());
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getReason()).isEqualTo("CanaryNotReady");
            assertThat(event.getInvolvedObject().getUid()).isEqualTo("1234");
            assertThat(event.getInvolvedObject().getKind()).isEqualTo("CanaryRelease");
            assertThat(event.getLastTimestamp()).isEqualTo("2026-01-01T00:00:00Z");
        });
    }

    @Test
    void anEventThatCannotBeSentHoldsNothingUp() {
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/default/events")
                .andReturn(
                        403,
                        new StatusBuilder()
                                .withCode(403)
                                .withMessage("forbidden")
                                .build())
                .times(1);
        var sender = new EventSender(client, CLOCK);
        sender.send(release(), List.of(new Note(false, "WeightChanged", "x"), new Note(false, "Completed", "y")));
        await().until(() -> !events().isEmpty());
        assertThat(events()).extracting(Event::getReason).containsExactly("Completed");
    }

    /** A thread that ends by an exception would be told by whoever awaits something. */
    @Test
    void whoNoLongerLeadsTellsNothingAndEndsNoThread() {
        var asked = new AtomicInteger();
        try (KubernetesClient fenced = new KubernetesClientBuilder()
                .withConfig(client.getConfiguration())
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("fence", new Fence(() -> asked.incrementAndGet() == 2)))
                .build()) {
            new EventSender(fenced, CLOCK)
                    .send(release(), List.of(new Note(false, "WeightChanged", "x"), new Note(false, "Completed", "y")));
            await().until(() -> !events().isEmpty());
        }
        assertThat(events()).extracting(Event::getReason).containsExactly("Completed");
    }

    private List<Event> events() {
        return client.v1().events().inNamespace("default").list().getItems();
    }
}
