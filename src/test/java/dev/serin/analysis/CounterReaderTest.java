package dev.serin.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.serin.outbound.Answering;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A proxy that was taken over may answer what it likes, for as long as it likes. */
class CounterReaderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final Duration LONG = Duration.ofSeconds(20);

    private static boolean isRead(Answering.Speaker proxy) throws IOException {
        try (var server = new Answering(proxy)) {
            var reader = new CounterReader(URI.create(server.url()).getPort());
            return assertTimeoutPreemptively(
                    LONG, () -> reader.read("127.0.0.1").isPresent());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatAProxyAnswersIsRead() throws Exception {
        assertThat(isRead(out -> out.write(bytes(OK + "content-length: 0\r\n\r\n"))))
                .isTrue();
    }

    @Test
    void anAnswerThatIsNoneIsNoNews() throws Exception {
        assertThat(isRead(out -> out.write(bytes("HTTP/1.1 503 Service Unavailable\r\n\r\n"))))
                .isFalse();
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToItsEnd() throws Exception {
        assertThat(isRead(out -> {
                    out.write(bytes(OK + "\r\n"));
                    for (; ; ) {
                        out.write(bytes("a: 1\n".repeat(1000)));
                    }
                }))
                .isFalse();
    }

    @Test
    void anAnswerThatComesByDropsIsNotWaitedFor() throws Exception {
        assertThat(isRead(out -> {
                    for (int i = 0; i < LONG.toSeconds() * 10; i++) {
                        out.write(bytes(i == 0 ? OK + "x: " : "y"));
                        // The pace is what is tested: far quicker than any one byte is waited for.
                        TimeUnit.MILLISECONDS.sleep(100);
                    }
                    out.write(bytes("\r\ncontent-length: 0\r\n\r\n"));
                }))
                .isFalse();
    }
}
