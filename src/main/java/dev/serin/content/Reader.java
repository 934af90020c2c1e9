package dev.serin.content;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Reads ConfigMaps and Secrets one by one, by their names. */
final class Reader {
    private final KubernetesClient client;

    Reader(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Empty: it is not there.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it can't be known
     */
    Optional<Content> read(String namespace, Source source) {
        return switch (source.kind()) {
            case ConfigMap ->
                Optional.ofNullable(client.configMaps()
                                .inNamespace(namespace)
                                .withName(source.name())
                                .get())
                        .map(Content::new);
            case Secret ->
                Optional.ofNullable(client.secrets()
                                .inNamespace(namespace)
                                .withName(source.name())
                                .get())
                        .map(Content::new);
        };
    }
}
