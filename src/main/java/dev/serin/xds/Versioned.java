package dev.serin.xds;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * Resources of one kind and their version: a hash of their content, so that any operator gives equal resources the
 * same version, and a proxy that has them is sent nothing. They are built again when they are needed and were let go
 * for want of memory: of most releases they are not needed for hours.
 */
final class Versioned {
    private static final int BYTES = 8;

    private final Supplier<List<? extends Message>> builder;
    private final String version;
    private final boolean empty;
    private volatile SoftReference<List<Message>> built;

    private Versioned(Supplier<List<? extends Message>> builder, List<Message> first) {
        this.builder = builder;
        this.version = hash(first);
        this.empty = first.isEmpty();
        this.built = new SoftReference<>(first);
    }

    /** By a pure function. */
    static Versioned of(Supplier<List<? extends Message>> builder) {
        return new Versioned(builder, List.copyOf(builder.get()));
    }

    String version() {
        return version;
    }

    boolean isEmpty() {
        return empty;
    }

    List<Message> resources() {
        List<Message> known = built.get();
        if (known != null) {
            return known;
        }
        List<Message> again = List.copyOf(builder.get());
        built = new SoftReference<>(again);
        return again;
    }

    private static String hash(List<Message> resources) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (Message resource : resources) {
                digest.update(bytes(resource));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
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
