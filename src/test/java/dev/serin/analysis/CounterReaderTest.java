package dev.serin.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy that was taken over may answer what it likes, for as long as it likes. */
class CounterReaderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final Duration LONG = Duration.ofSeconds(20);

    private ServerSocket server;

    @FunctionalInterface
    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void answers(Answer answer) {
        Thread.ofVirtual().start(() -> {
            try (Socket caller = server.accept()) {
                answer.write(caller.getOutputStream());
            } catch (IOException | InterruptedException gone) {
                // The reader has heard enough.
            }
        });
    }

    private boolean isRead() {
        var reader = new CounterReader(server.getLocalPort());
        return assertTimeoutPreemptively(LONG, () -> reader.read("127.0.0.1").isPresent());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatAProxyAnswersIsRead() {
        answers(out -> out.write(bytes(OK + "content-length: 0\r\n\r\n")));
        assertThat(isRead()).isTrue();
    }

    @Test
    void anAnswerThatIsNoneIsNoNews() {
        answers(out -> out.write(bytes("HTTP/1.1 503 Service Unavailable\r\n\r\n")));
        assertThat(isRead()).isFalse();
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToItsEnd() {
        answers(out -> {
            out.write(bytes(OK + "\r\n"));
            for (; ; ) {
                out.write(bytes("a: 1\n".repeat(1000)));
            }
        });
        assertThat(isRead()).isFalse();
    }

    @Test
    void anAnswerThatComesByDropsIsNotWaitedFor() {
        answers(out -> {
            for (int i = 0; i < LONG.toSeconds() * 10; i++) {
                out.write(bytes(i == 0 ? OK + "x: " : "y"));
                // The pace is what is tested: far quicker than any one byte is waited for.
                TimeUnit.MILLISECONDS.sleep(100);
            }
            out.write(bytes("\r\ncontent-length: 0\r\n\r\n"));
        });
        assertThat(isRead()).isFalse();
    }
}
