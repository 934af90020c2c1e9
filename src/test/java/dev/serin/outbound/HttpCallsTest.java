package dev.serin.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to servers that are well-behaved, odd or hostile. */
@Timeout(30)
class HttpCallsTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final HttpCalls http = HttpCalls.of(true);

    private String get(Answering.Speaker speaker) throws Exception {
        try (Answering server = new Answering(speaker)) {
            HttpCalls.Answer answer = http.get(URI.create(server.url() + "/a?b=c"), LONG);
            return answer.status() + " " + answer.body();
        }
    }

    private String get(String answer) throws Exception {
        return get(out -> out.write(answer.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 2~~hixxx                                   | 200 hi",
                "HTTP/1.1 200 OK~content-length:2~~hi                                       | 200 hi",
                "HTTP/1.0 200 OK~~to the end                                                | 200 to the end",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~hi~4;x=y~ you~0~~            | 200 hi you",
                "HTTP/1.1 100 Continue~~HTTP/1.1 103 Hints~A: b~~HTTP/1.1 200 OK~~hi        | 200 hi",
                "HTTP/1.1 503 No~Content-Length: 5~~later                                   | 503",
                "HTTP/1.1 204~~                                                             | 204",
                "HTTP/1.1 302 Found~Location: http://169.254.169.254/~~                     | 302",
            })
    void answersAreRead(String answer, String read) throws Exception {
        assertThat(get(answer.replace("~", "\r\n")).strip()).isEqualTo(read.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH_9.9~                                                | the answer is no HTTP/1.1",
                "HTTP/2 200~~                                                        | the answer is no HTTP/1.1",
                "HTTP/1.1 999 What~~                                                 | the answer is no HTTP/1.1",
                "HTTP/1.1 200 OK~Content-Length: 5~~hi                               | the connection broke off",
                "HTTP/1.1 200 OK~Content-Length: 5                                   | the connection broke off",
                "HTTP/1.1 200 OK~Content-Length: -5~~hi                              | the answer's length is no number",
                "HTTP/1.1 200 OK~Content-Length: 99999999999999~~hi                  | the answer's length is no number",
                "HTTP/1.1 200 OK~Content-Length: 65537~~hi                           | the answer is longer than 64 KiB",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~hi                   | the answer's length is no number",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~ffffffff~hi             | the answer is longer than 64 KiB",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~hithere~0~~           | the answer's chunks are broken",
                "HTTP/1.1 200 OK~Content-Encoding: gzip~~hi                          | the answer is encoded",
                "''                                                                  | the connection broke off",
            })
    void whatIsNoAnswerIsSaid(String answer, String words) {
        assertThatThrownBy(() -> get(answer.replace("~", "\r\n")))
                .isInstanceOf(HttpCalls.NoAnswerException.class)
                .hasMessage(words.strip());
    }

    @Test
    void aBodyWithoutAnEndIsLeft() {
        assertThatThrownBy(() -> get(out -> endless(out, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1000))))
                .hasMessage("the answer is longer than 64 KiB");
        assertThatThrownBy(() -> get(
                        out -> endless(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\nabcd\r\n")))
                .hasMessage("the answer is longer than 64 KiB");
        assertThatThrownBy(() -> get(out -> endless(out, "HTTP/1.1 200 OK\r\n", "A: b\r\n")))
                .hasMessage("the answer's head is too long");
        assertThatThrownBy(() -> get(out -> endless(out, "HTTP/1.1 200 OK\r\nA: ", "b")))
                .hasMessage("the answer's head is too long");
    }

    private static void endless(OutputStream out, String first, String more) throws IOException {
        out.write(first.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = more.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1_000_000; i++) {
            out.write(bytes);
        }
    }

    @Test
    void aServerThatHangsOrDripsIsLeftWhenTheTimeIsOver() throws Exception {
        try (Answering silent = new Answering(out -> Thread.sleep(20_000));
                Answering drips = new Answering(out -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    for (int i = 0; i < 1000; i++) {
                        out.write('x');
                        out.flush();
                        Thread.sleep(20);
                    }
                });
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String url : new String[] {
                silent.url(),
                drips.url(),
                "http://127.0.0.1:" + full.getLocalPort(),
                "https://127.0.0.1:" + full.getLocalPort()
            }) {
                long begun = System.nanoTime();
                assertThatThrownBy(() -> http.get(URI.create(url), SHORT))
                        .as(url)
                        .hasMessage("no answer within 400ms");
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isBetween(SHORT.minusMillis(20), Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void aBodyThatIsPostedArrivesAndTheAnswersIsNotRead() throws Exception {
        try (Answering server = new Answering(out -> endless(out, "HTTP/1.1 202 OK\r\n\r\n", "x".repeat(1000)))) {
            assertThat(http.post(
                            URI.create(server.url()),
                            "application/json",
                            "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8),
                            LONG))
                    .isEqualTo(202);
            assertThat(server.requests.getFirst())
                    .startsWith("POST / HTTP/1.1\r\n")
                    .contains("\r\nContent-Type: application/json\r\nContent-Length: 10\r\n")
                    .endsWith("\r\n\r\n{\"a\":\"ü\"}");
        }
    }

    @Test
    void whereNobodyListensThereIsNoConnection() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThatThrownBy(() -> http.get(URI.create("http://127.0.0.1:" + port), LONG))
                .hasMessage("no connection");
        assertThatThrownBy(() -> http.get(URI.create("http://nobody.invalid"), LONG))
                .hasMessage("its host is not known");
    }

    @Test
    void plainHttpIsNoTls() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.getInputStream().readAllBytes();
                } catch (IOException gone) {
                    // The client has heard enough.
                }
            });
            assertThatThrownBy(() -> http.get(URI.create("https://127.0.0.1:" + server.getLocalPort()), LONG))
                    .hasMessage("no TLS connection that can be trusted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://a/b", "http:/path", "mailto:a@b"})
    void otherUrlsAreRefused(String url) {
        assertThatThrownBy(() -> http.get(URI.create(url), LONG)).hasMessage("it is no http or https URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1",
                "http://localhost",
                "http://127.1.2.3:80",
                "http://[::1]/",
                "http://0.0.0.0",
                "http://169.254.169.254/latest/meta-data",
                "http://[fe80::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://2130706433/",
                "http://[fd00:ec2::254]/",
                "http://[64:ff9b::7f00:1]/",
                "http://100.100.100.200/",
                "http://[::]/",
                "http://0.1.2.3/",
                "http://224.0.0.1/"
            })
    void addressesOfTheOperatorsOwnAreRefused(String url) {
        assertThatThrownBy(() -> HttpCalls.of(false).get(URI.create(url), SHORT))
                .hasMessage("its address is one that may not be dialled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "172.20.0.10", "93.184.216.34", "fd12::1", "2001:db8::1"})
    void otherAddressesAreNot(String address) throws Exception {
        assertThat(Addresses.mayBeDialled(InetAddress.getByName(address))).isTrue();
    }
}
