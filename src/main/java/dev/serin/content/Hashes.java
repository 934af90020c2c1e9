package dev.serin.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Eight hexadecimal digits of a SHA-256, for names and for a status: enough to tell contents apart, too few to be one. */
public final class Hashes {
    /** The hash of what is not there. */
    public static final String MISSING = "missing";

    private static final int BYTES = 4;

    private Hashes() {}

    /** Of what a ConfigMap or Secret contains. */
    static String of(Map<String, byte[]> data) {
        MessageDigest digest = digest();
        new TreeMap<>(data).forEach((key, value) -> {
            add(digest, key.getBytes(StandardCharsets.UTF_8));
            add(digest, value);
        });
        return text(digest);
    }

    /** Of texts in this order. */
    static String of(String... texts) {
        MessageDigest digest = digest();
        for (String text : texts) {
            add(digest, text.getBytes(StandardCharsets.UTF_8));
        }
        return text(digest);
    }

    /** Of the hashes of all that a template names, by their names. */
    public static String ofAll(Map<String, String> hashes) {
        return of(new TreeMap<>(hashes).toString());
    }

    /** With its length, so that what one part loses to the next is seen. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
