package dev.serin.xds;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Resources of one kind and their version: a hash of their content, so that any operator gives equal resources the
 * same version, and a proxy that has them is sent nothing.
 */
record Versioned(String version, List<Message> resources) {
    private static final int BYTES = 8;

    static Versioned of(List<? extends Message> resources) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (Message resource : resources) {
                digest.update(bytes(resource));
            }
            return new Versioned(HexFormat.of().formatHex(digest.digest(), 0, BYTES), List.copyOf(resources));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Maps are written in a fixed order, which plain serialisation does not promise. */
    private static byte[] bytes(Message resource) {
        var bytes = new ByteArrayOutputStream(resource.getSerializedSize());
        var out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            resource.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
