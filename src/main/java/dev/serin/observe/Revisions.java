package dev.serin.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.content.Copies;
import dev.serin.content.Hashes;
import dev.serin.plan.AdoptedFacts;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tells one version of a workload from the next: a hash of its pod template, ten hexadecimal digits, and, where it is
 * tracked what its ConfigMaps and Secrets contain, a hash of that, eight.
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

    /** Of a template alone, whatever its ConfigMaps and Secrets contain, and whether it names copies of them or not. */
    static String of(PodTemplateSpec template) {
        return exactly(new PodTemplateSpecBuilder(Copies.original(template))
                .editOrNewMetadata()
                .removeFromAnnotations(RESTARTED_AT)
                .endMetadata()
                .build());
    }

    /** Of a template, by its hash, and of what it reads. */
    static String of(String template, Map<String, String> content) {
        return content.isEmpty() ? template : template + AdoptedFacts.CONTENT + Hashes.ofAll(content);
    }

    /** Whether a version is of a template, by its hash. */
    static boolean isOf(String version, String template) {
        return version.equals(template) || version.startsWith(template + AdoptedFacts.CONTENT);
    }

    /** Of all that is in a template. */
    static String exactly(PodTemplateSpec template) {
        try {
            byte[] text = CANONICAL.writeValueAsString(template).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a pod template that the API server sent cannot be hashed", e);
        }
    }
}
