package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    private final AtomicLong now = new AtomicLong();
    private final RefusalLog refusals = new RefusalLog(now::get);

    private void refuse(String host, String why) {
        refusals.refused(InetSocketAddress.createUnresolved(host, 1000), why);
    }

    @Test
    void eachAddressIsToldOfOnceAMinuteWhateverItSays() {
        try (var lines = LogLines.of(RefusalLog.class)) {
            for (int i = 0; i < 10; i++) {
                refuse("10.0.0.1", "no " + i);
                refuse("10.0.0.2", "no " + i);
            }
            assertThat(lines.all()).containsExactly("xDS: 10.0.0.1 is refused: no 0", "xDS: 10.0.0.2 is refused: no 0");
            now.addAndGet(Duration.ofSeconds(61).toNanos());
            refuse("10.0.0.1", "still no");
            assertThat(lines.all())
                    .hasSize(3)
                    .last()
                    .isEqualTo("xDS: 10.0.0.1 is refused: still no (10 times since it was last told of)");
        }
        assertThat(refusals.count()).isEqualTo(21);
    }

    @Test
    void moreAddressesThanCanBeRememberedAreOnlyCounted() {
        try (var lines = LogLines.of(RefusalLog.class)) {
            for (int i = 0; i < 3000; i++) {
                refuse("host-" + i, "no");
            }
            assertThat(lines.all()).hasSize(1000);
            now.addAndGet(Duration.ofSeconds(61).toNanos());
            refuse("host-2999", "no");
            assertThat(lines.all()).hasSize(1001);
        }
        assertThat(refusals.count()).isEqualTo(3001);
    }

    @Test
    void aReasonIsOneLineOfLimitedLength() {
        try (var lines = LogLines.of(RefusalLog.class)) {
            refuse("10.0.0.1", "no\n" + "x".repeat(10_000));
            assertThat(lines.all())
                    .singleElement()
                    .asString()
                    .contains("no?xxx")
                    .hasSizeLessThan(600);
        }
    }

    @Test
    void whatIsNoPrintableAsciiIsNotPrinted() {
        assertThat(Printable.of("a\nb\u001b[31m\u00e9\u202e~ ", 100)).isEqualTo("a?b?[31m??~ ");
        assertThat(Printable.of("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Printable.of("abcdefg", 6)).isEqualTo("abcdef...");
    }
}
