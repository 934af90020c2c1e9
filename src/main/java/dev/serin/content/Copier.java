package dev.serin.content;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes copies of ConfigMaps and Secrets that nobody can change, and takes them away. */
public final class Copier {
    private static final Logger log = LoggerFactory.getLogger(Copier.class);
    /** The annotation of a copy that tells what it was made from. */
    private static final String COPY_OF = "serin.dev/copy-of";

    private final KubernetesClient client;
    private final Reader reader;

    public Copier(KubernetesClient client) {
        this.client = client;
        this.reader = new Reader(client);
    }

    /** Whether a copy is there. */
    public boolean exists(String namespace, Source source, Copies.Copy copy) {
        return reader.read(namespace, new Source(source.kind(), copy.name())).isPresent();
    }

    /**
     * Copies what still has the content that is wanted; the copy goes when its owner does. False: it was changed
     * meanwhile.
     */
    public boolean copy(String namespace, String release, Source source, Copies.Copy copy, HasMetadata owner) {
        Optional<Content> found =
                reader.read(namespace, source).filter(content -> content.hash().equals(copy.hash()));
        if (found.isEmpty()) {
            log.info("{} has changed before it could be copied", source);
            return false;
        }
        var meta = new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(copy.name())
                // No label of a release: what has one is watched, with its content.
                .addToLabels("app.kubernetes.io/managed-by", "serin")
                .addToLabels("app.kubernetes.io/part-of", "serin")
                .addToLabels("app.kubernetes.io/instance", release)
                .addToAnnotations(COPY_OF, source.name())
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .build())
                .build();
        try {
            client.resource(found.get().copy(meta)).create();
            log.info("made {} {} from {}", source.kind(), copy.name(), source.name());
        } catch (KubernetesClientException e) {
            // Its name tells its content and its owner.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
        return true;
    }

    /** Takes a copy away if it is one of this owner's; anything else that somebody named is left alone. */
    public void remove(String namespace, Source copy, String owner) {
        if (reader.read(namespace, copy).filter(found -> found.isOwnedBy(owner)).isEmpty()) {
            return;
        }
        switch (copy.kind()) {
            case ConfigMap ->
                client.configMaps().inNamespace(namespace).withName(copy.name()).delete();
            case Secret ->
                client.secrets().inNamespace(namespace).withName(copy.name()).delete();
        }
        log.info("removed {}", copy);
    }
}
