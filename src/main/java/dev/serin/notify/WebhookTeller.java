package dev.serin.notify;

import dev.serin.api.v1alpha1.Notification;
import dev.serin.api.v1alpha1.Notification.SecretKey;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import dev.serin.outbound.HttpCalls;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Posts to webhooks. Where the URL is in a Secret, that one is got by its name each time, and nothing of it is ever shown.
 */
final class WebhookTeller implements Teller {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpCalls http;
    private final KubernetesClient client;

    WebhookTeller(HttpCalls http, KubernetesClient client) {
        this.http = http;
        this.client = client;
    }

    @Override
    public void tell(Subject subject, Notification notification, Owed owed) throws NotToldException {
        URI url = url(subject, notification);
        String body = switch (notification.type()) {
            case Slack -> Messages.slack(subject, owed);
            case CloudEvents -> Messages.cloudEvent(subject, owed);
        };
        String type = switch (notification.type()) {
            case Slack -> "application/json; charset=utf-8";
            case CloudEvents -> "application/cloudevents+json; charset=utf-8";
        };
        try {
            int status = http.post(url, type, body.getBytes(StandardCharsets.UTF_8), TIMEOUT);
            if (status / 100 != 2) {
                throw new NotToldException("it answered " + status);
            }
        } catch (HttpCalls.NoAnswerException e) {
            throw new NotToldException(String.valueOf(e.getMessage()));
        }
    }

    private URI url(Subject subject, Notification notification) throws NotToldException {
        SecretKey secret = notification.secretRef();
        String text = secret == null ? notification.url() : read(subject, secret);
        try {
            return new URI(text == null ? "" : text.strip());
        } catch (URISyntaxException e) {
            throw new NotToldException("what is meant to be its URL is none");
        }
    }

    private String read(Subject subject, SecretKey wanted) throws NotToldException {
        try {
            Secret secret = client.secrets()
                    .inNamespace(subject.namespace())
                    .withName(wanted.name())
                    .get();
            if (secret == null) {
                throw new NotToldException("there is no Secret " + wanted.name());
            }
            String entry =
                    Optional.ofNullable(secret.getData()).orElse(Map.of()).get(wanted.key());
            if (entry == null) {
                throw new NotToldException("Secret " + wanted.name() + " has no entry " + wanted.key());
            }
            return new String(Base64.getDecoder().decode(entry), StandardCharsets.UTF_8);
        } catch (KubernetesClientException e) {
            throw new NotToldException("Secret " + wanted.name() + " could not be read (" + e.getCode() + ")");
        } catch (IllegalArgumentException e) {
            throw new NotToldException("Secret " + wanted.name() + " is not encoded as it should be");
        }
    }
}
