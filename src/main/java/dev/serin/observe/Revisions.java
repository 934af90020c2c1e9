package dev.serin.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells one version of a workload from the next: a hash of its pod template, ten hexadecimal digits.
 *
 * <p>{@code kubectl rollout restart} changes nothing but an annotation, which is left out: a restart is no new
 * version.
 */
final class Revisions {
    /** The annotation of a pod template that asks for a restart. */
    static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

    private static final int BYTES = 5;
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Revisions() {}

    static String of(PodTemplateSpec template) {
        PodTemplateSpec bare = new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .removeFromAnnotations(RESTARTED_AT)
                .endMetadata()
                .build();
        try {
            byte[] text = CANONICAL.writeValueAsString(bare).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a pod template that the API server sent cannot be hashed", e);
        }
    }
}
