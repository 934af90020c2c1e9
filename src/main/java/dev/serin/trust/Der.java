package dev.serin.trust;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;

/** Writes what certificates are made of, in DER (X.690): each value is its tag, its length and its content. */
final class Der {
    static final byte[] TRUE = {0x01, 0x01, (byte) 0xff};

    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;

    /** The first year that two digits cannot tell: RFC 5280, 4.1.2.5. */
    private static final int LONG_YEARS = 2050;

    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    private Der() {}

    static byte[] sequence(byte[]... items) {
        return value(CONSTRUCTED | 0x10, items);
    }

    static byte[] sequence(List<byte[]> items) {
        return sequence(items.toArray(byte[][]::new));
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    /** {@code unused} bits end the last byte. */
    static byte[] bits(int unused, byte... bits) {
        return value(0x03, new byte[] {(byte) unused}, bits);
    }

    static byte[] octets(byte[] octets) {
        return value(0x04, octets);
    }

    /** An object identifier, from {@code 1.2.840…}. */
    static byte[] oid(String dotted) {
        int[] arcs = Arrays.stream(dotted.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        // The first two are one.
        arcs[1] += 40 * arcs[0];
        var content = new ByteArrayOutputStream();
        for (int arc : Arrays.copyOfRange(arcs, 1, arcs.length)) {
            // Seven bits in each byte, and the eighth where more follow.
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >> shift != 0) {
                    content.write(0x80 | ((arc >> shift) & 0x7f));
                }
            }
            content.write(arc & 0x7f);
        }
        return value(0x06, content.toByteArray());
    }

    static byte[] time(Instant at) {
        var time = at.atOffset(ZoneOffset.UTC);
        return time.getYear() < LONG_YEARS
                ? value(0x17, ascii(SHORT.format(time)))
                : value(0x18, ascii(LONG.format(time)));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Content under a number in place of a tag of its own. */
    static byte[] implicit(int number, byte[] content) {
        return value(CONTEXT | number, content);
    }

    /** A value under a number. */
    static byte[] explicit(int number, byte[] item) {
        return value(CONTEXT | CONSTRUCTED | number, item);
    }

    private static byte[] value(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var value = new ByteArrayOutputStream(length + 6);
        value.write(tag);
        if (length < 0x80) {
            value.write(length);
        } else {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            // Without the sign's byte.
            int from = bytes[0] == 0 ? 1 : 0;
            value.write(0x80 | (bytes.length - from));
            value.write(bytes, from, bytes.length - from);
        }
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        return value.toByteArray();
    }
}
