package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serin.trust.TestKeys;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in to the xDS port, and who is not. */
class DoorIT {
    private static final ReleaseKey OURS = new ReleaseKey("default", "reporter");
    private static final ReleaseKey OTHERS = new ReleaseKey("default", "ledger");
    private static final Limits TIGHT =
            new Limits(3, 1, 1 << 20, 16 << 10, Duration.ofMillis(500), Duration.ofMillis(500));

    private final XdsServer xds = new XdsServer();

    private void open(Limits limits) {
        Door door = TestKeys.door();
        xds.publish(ProxyUnderTest.config(
                ProxyConfig.Protocol.GRPC, 10, List.of(new Endpoint("10.0.0.1", 9090)), List.of()));
        xds.start("127.0.0.1", 0, new Door(door.credentials(), door.callers(), limits));
    }

    @AfterEach
    void close() {
        xds.close();
    }

    private Status.Code refusal(Optional<String> token, ReleaseKey release, String node) throws Exception {
        try (var caller = new AdsCaller(xds.port(), token)) {
            caller.introduce(release, node);
            return caller.end().getCode();
        }
    }

    @Test
    void whoHasTheTokenOfItsPodGetsItsReleasesConfiguration() throws Exception {
        open(Limits.DEFAULT);
        try (var caller = new AdsCaller(xds.port(), Optional.of(TestKeys.token(OURS, "proxy-1")))) {
            caller.introduce(OURS, "proxy-1");
            assertThat(caller.answer().getResourcesCount()).isPositive();
            await().until(() -> xds.proxies(OURS).size() == 1);
        }
        assertThat(xds.counts().turnedAway()).isZero();
    }

    @Test
    void whoHasNoneOrAnothersIsRefused() throws Exception {
        open(Limits.DEFAULT);
        assertThat(refusal(Optional.empty(), OURS, "proxy-1")).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refusal(Optional.of("nonsense"), OURS, "proxy-1")).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refusal(Optional.of(TestKeys.token(OTHERS, "proxy-1")), OURS, "proxy-1"))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refusal(Optional.of(TestKeys.token(OURS, "proxy-2")), OURS, "proxy-1"))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(xds.counts().turnedAway()).isEqualTo(4);
        assertThat(xds.proxies(OURS)).isEmpty();
    }

    @Test
    void whoIsRefusedIsToldOfOnceAndCannotWriteIntoTheLog() throws Exception {
        open(Limits.DEFAULT);
        String others = TestKeys.token(OTHERS, "proxy-1");
        try (var lines = LogLines.of(RefusalLog.class)) {
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThat(refusal(Optional.of(others), OURS, "proxy-1\n{\"level\":\"ERROR\"}\u001b[2J" + attempt))
                        .isEqualTo(Status.Code.PERMISSION_DENIED);
            }
            assertThat(refusal(Optional.of(others), OURS, "x".repeat(100_000)))
                    .isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(lines.all())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1", "node proxy-1?{", "of default/reporter", "pod proxy-1 of default/ledger")
                    .doesNotContain("\n", "\u001b")
                    .hasSizeLessThan(600);
        }
        assertThat(xds.counts().turnedAway()).isEqualTo(6);
    }

    @Test
    void plainTextIsRefused() throws Exception {
        open(Limits.DEFAULT);
        try (var lines = LogLines.of(RefusalLog.class)) {
            for (int attempt = 1; attempt <= 5; attempt++) {
                try (Socket socket = connect()) {
                    socket.getOutputStream()
                            .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(read(socket)).isLessThan(64);
                }
                long times = attempt;
                await().until(() -> xds.counts().turnedAway() == times);
            }
            assertThat(lines.all()).singleElement().asString().contains("127.0.0.1", "TLS");
        }
    }

    @Test
    void whatIsNoHttp2FillsNoLog() throws Exception {
        xds.start("127.0.0.1", 0, Door.open());
        try (var grpc = new PrintedLines("io.grpc")) {
            for (int attempt = 0; attempt < 5; attempt++) {
                try (Socket socket = connect()) {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    read(socket);
                }
            }
            assertThat(grpc.all()).isEmpty();
        }
    }

    @Test
    void whoSaysNothingIsNotWaitedFor() throws Exception {
        open(TIGHT);
        long start = System.nanoTime();
        try (Socket silent = connect()) {
            assertThat(read(silent)).isZero();
        }
        try (var caller = new AdsCaller(xds.port(), Optional.of(TestKeys.token(OURS, "proxy-1")))) {
            assertThat(caller.end().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    }

    @Test
    void moreConnectionsThanTheLimitAreClosedAtOnceAndOthersGoOn() throws Exception {
        open(new Limits(3, 1, 1 << 20, 16 << 10, Duration.ofSeconds(30), Duration.ofSeconds(30)));
        List<Socket> held = new ArrayList<>();
        try (var caller = new AdsCaller(xds.port(), Optional.of(TestKeys.token(OURS, "proxy-1")))) {
            caller.introduce(OURS, "proxy-1");
            caller.answer();
            for (int i = 0; i < 2; i++) {
                held.add(connect());
            }
            try (Socket fourth = connect()) {
                assertThat(read(fourth)).isNotPositive();
            }
            held.removeFirst().close();
            await().until(() -> {
                try (Socket again = connect()) {
                    again.setSoTimeout(100);
                    again.getInputStream().read();
                    return false;
                } catch (java.net.SocketTimeoutException open) {
                    return true;
                } catch (IOException closed) {
                    return false;
                }
            });
            assertThat(xds.proxies(OURS)).hasSize(1);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void aProxyKnowsTheOperatorByItsAuthority() throws Exception {
        open(Limits.DEFAULT);
        assertThatThrownBy(() -> {
                    try (var caller = AdsCaller.withoutTrust(xds.port())) {
                        caller.introduce(OURS, "proxy-1");
                        throw caller.end().asRuntimeException();
                    }
                })
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAVAILABLE");
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), xds.port());
    }

    /** How many bytes come until the end; a reset is an end as well. */
    private static int read(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().readAllBytes().length;
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            return 0;
        }
    }
}
