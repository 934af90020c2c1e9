package dev.serin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against the examples of X.690 and of RFC 5280. */
class DerTest {
    private static String hex(byte[] der) {
        return HexFormat.of().formatHex(der);
    }

    @Test
    void numbersAreAsShortAsTheirSignAllows() {
        assertThat(hex(Der.integer(BigInteger.ZERO))).isEqualTo("020100");
        assertThat(hex(Der.integer(BigInteger.valueOf(127)))).isEqualTo("02017f");
        assertThat(hex(Der.integer(BigInteger.valueOf(128)))).isEqualTo("02020080");
    }

    @Test
    void objectIdentifiersHaveSevenBitsInAByte() {
        // X.690, 8.19.5, and RFC 5758's ecdsa-with-SHA256.
        assertThat(hex(Der.oid("2.999.3"))).isEqualTo("0603883703");
        assertThat(hex(Der.oid("1.2.840.10045.4.3.2"))).isEqualTo("06082a8648ce3d040302");
    }

    @Test
    void lengthsOfMoreThanSevenBitsTellTheirOwnLength() {
        assertThat(hex(Der.octets(new byte[127]))).startsWith("047f00");
        assertThat(hex(Der.octets(new byte[128]))).startsWith("04818000");
        assertThat(hex(Der.octets(new byte[256]))).startsWith("0482010000");
        assertThat(Der.octets(new byte[70_000])).hasSize(70_005).startsWith(0x04, 0x83, 0x01, 0x11, 0x70);
    }

    @Test
    void timesAreShortUntil2050() {
        assertThat(hex(Der.time(Instant.parse("2049-12-31T23:59:59Z"))))
                .isEqualTo("170d" + hex(Der.ascii("491231235959Z")));
        assertThat(hex(Der.time(Instant.parse("2050-01-01T00:00:00Z"))))
                .isEqualTo("180f" + hex(Der.ascii("20500101000000Z")));
    }

    @Test
    void bitsTellHowManyOfTheLastByteAreNone() {
        assertThat(hex(Der.bits(7, (byte) 0x80))).isEqualTo("03020780");
    }

    @Test
    void whatStandsUnderANumber() {
        assertThat(hex(Der.implicit(2, Der.ascii("a")))).isEqualTo("820161");
        assertThat(hex(Der.explicit(0, Der.integer(BigInteger.TWO)))).isEqualTo("a003020102");
        assertThat(hex(Der.sequence(Der.TRUE, Der.sequence()))).isEqualTo("30050101ff3000");
    }
}
