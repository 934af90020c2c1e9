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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Sends notes as events on the release. An event that cannot be sent is logged and never holds up a release. */
final class EventSender {
    private static final Logger log = LoggerFactory.getLogger(EventSender.class);
    private static final String COMPONENT = "serin";

    private final KubernetesClient client;
    private final Clock clock;

    EventSender(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void send(CanaryRelease release, List<Note> notes) {
        for (Note note : notes) {
            log.atLevel(note.warning() ? Level.WARN : Level.INFO).log("{}: {}", note.reason(), note.message());
            try {
                client.v1().events().resource(event(release, note)).create();
            } catch (KubernetesClientException e) {
                log.warn("event {} could not be sent", note.reason(), e);
            }
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
