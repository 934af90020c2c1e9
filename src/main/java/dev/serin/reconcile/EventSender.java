package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.status.Note;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Sends notes as events on the release, in their order, on a thread of its own: an event that takes long, or cannot be
 * sent, never holds up a release.
 */
final class EventSender {
    /** What an API server that answers no event may leave waiting; what comes beyond is only logged. */
    private static final int MOST_WAITING = 10_000;

    private static final Logger log = LoggerFactory.getLogger(EventSender.class);
    private static final String COMPONENT = "serin";

    private final KubernetesClient client;
    private final Clock clock;
    private final ExecutorService thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("events").factory());

    EventSender(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void send(CanaryRelease release, List<Note> notes) {
        for (Note note : notes) {
            log.atLevel(note.warning() ? Level.WARN : Level.INFO).log("{}: {}", note.reason(), note.message());
            Event event = event(release, note);
            Map<String, String> context = MDC.getCopyOfContextMap();
            try {
                thread.execute(() -> send(event, context));
            } catch (RejectedExecutionException e) {
                log.warn("event {} is not sent, as too many wait", note.reason());
            }
        }
    }

    private void send(Event event, @Nullable Map<String, String> context) {
        MDC.setContextMap(context == null ? Map.of() : context);
        try {
            client.v1().events().resource(event).create();
        } catch (KubernetesClientException e) {
            log.warn("event {} could not be sent", event.getReason(), e);
        } catch (IllegalStateException e) {
            // Who no longer leads, or has closed the client, has nothing more to tell.
            log.info("event {} is not sent: {}", event.getReason(), e.getMessage());
        } finally {
            MDC.clear();
        }
    }

    private Event event(CanaryRelease release, Note note) {
        Instant now = clock.instant();
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(release.getMetadata().getNamespace())
                .withGenerateName(release.getMetadata().getName() + ".")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(release.getApiVersion())
                .withKind(release.getKind())
                .withNamespace(release.getMetadata().getNamespace())
                .withName(release.getMetadata().getName())
                .withUid(release.getMetadata().getUid())
                .endInvolvedObject()
                .withType(note.warning() ? "Warning" : "Normal")
                .withReason(note.reason())
                .withMessage(note.message())
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withReportingInstance(COMPONENT)
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .build();
    }
}
