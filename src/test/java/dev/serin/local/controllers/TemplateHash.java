package dev.serin.local.controllers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The short name of a pod template's content, as in {@code pod-template-hash}: ten letters and digits without vowels. */
final class TemplateHash {
    /** The label that carries it, on ReplicaSets and pods. */
    static final String LABEL = "pod-template-hash";

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int LENGTH = 10;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final ObjectMapper SORTED =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private TemplateHash() {}

    /** The same for equal content, whatever the order of map keys. */
    static String of(PodTemplateSpec template) {
        return of(template, 0);
    }

    /** Another name for the same content, for each time that the one before was taken by other content. */
    static String of(PodTemplateSpec template, int collisions) {
        long hash = FNV_OFFSET + collisions;
        for (byte b : canonical(template)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        hash ^= hash >>> 32;
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt((int) Long.remainderUnsigned(hash, ALPHABET.length())));
            hash = Long.divideUnsigned(hash, ALPHABET.length());
        }
        return text.toString();
    }

    private static byte[] canonical(PodTemplateSpec template) {
        try {
            Map<?, ?> tree = SORTED.convertValue(template, Map.class);
            return SORTED.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a pod template that is no JSON", e);
        }
    }
}
