package dev.serin.content;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A ConfigMap or Secret as it was read. It is hashed or copied, and let go: nothing keeps it. */
final class Content {
    /** {@code "false"} on a ConfigMap or Secret: a change of it is nothing to a release. */
    static final String TRACK = "serin.dev/track";

    /** Kubernetes' own, whose content it changes by itself. */
    private static final Set<String> NOT_FOR_PODS =
            Set.of("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token");

    private final HasMetadata object;

    Content(HasMetadata object) {
        this.object = object;
    }

    /** Its resourceVersion. */
    String version() {
        return Objects.requireNonNullElse(object.getMetadata().getResourceVersion(), "");
    }

    /** Whether a change of it is a new version of what reads it. */
    boolean isTracked() {
        boolean forPods = !(object instanceof Secret secret)
                || secret.getType() == null
                || !NOT_FOR_PODS.contains(secret.getType());
        return forPods
                && !"false".equals(texts(object.getMetadata().getAnnotations()).get(TRACK));
    }

    /** Whether it can't change while it is there. */
    boolean isImmutable() {
        return Boolean.TRUE.equals(
                object instanceof ConfigMap map
                        ? map.getImmutable()
                        : object instanceof Secret secret ? secret.getImmutable() : null);
    }

    boolean isOwnedBy(String uid) {
        return object.getOwnerReferenceFor(uid).isPresent();
    }

    String hash() {
        Map<String, byte[]> data = new TreeMap<>();
        if (object instanceof ConfigMap map) {
            add(data, "text", map.getData());
            add(data, "binary", map.getBinaryData());
        } else if (object instanceof Secret secret) {
            add(data, "binary", secret.getData());
        }
        return Hashes.of(data);
    }

    private static void add(Map<String, byte[]> data, String kind, @Nullable Map<String, String> more) {
        texts(more).forEach((key, value) -> data.put(kind + " " + key, value.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same under another name, for good. A Secret's type says nothing to pods, but a lot to other controllers. */
    HasMetadata copy(ObjectMeta meta) {
        return object instanceof Secret secret
                ? new SecretBuilder()
                        .withMetadata(meta)
                        .withType("Opaque")
                        .withData(texts(secret.getData()))
                        .withImmutable(true)
                        .build()
                : copy((ConfigMap) object, meta);
    }

    private static HasMetadata copy(ConfigMap map, ObjectMeta meta) {
        return new ConfigMapBuilder()
                .withMetadata(meta)
                .withData(texts(map.getData()))
                .withBinaryData(texts(map.getBinaryData()))
                .withImmutable(true)
                .build();
    }

    private static Map<String, String> texts(@Nullable Map<String, String> texts) {
        return texts == null ? Map.of() : texts;
    }
}
