package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.io.ByteStreams;
import com.google.protobuf.ByteString;
import dev.serin.trust.ProxyCredentials;
import dev.serin.trust.TestKeys;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Nonsense at every layer of the xDS port; afterwards it serves as before, and nothing is left of it. */
class FuzzIT {
    private static final ReleaseKey RELEASE = new ReleaseKey("default", "reporter");
    private static final int RAW = 3_000;
    private static final int IN_TLS = 2_000;
    private static final int MESSAGES = 95_000;
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return ByteStreams.toByteArray(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };
    private static final MethodDescriptor<byte[], byte[]> STREAM = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources")
            .setRequestMarshaller(BYTES)
            .setResponseMarshaller(BYTES)
            .build();

    private final long seed = new SecureRandom().nextInt();
    private final Random random = new Random(seed);
    private final XdsServer xds = new XdsServer();

    private byte[] garbage(int most) {
        var bytes = new byte[1 + random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void aHundredThousandMalformedInputsLeaveItServing() throws Exception {
        System.out.println("seed " + seed);
        Door door = TestKeys.door();
        xds.publish(ProxyUnderTest.config(
                ProxyConfig.Protocol.GRPC, 10, List.of(new Endpoint("10.0.0.1", 9090)), List.of()));
        xds.start(
                "127.0.0.1",
                0,
                new Door(
                        door.credentials(),
                        door.callers(),
                        new Limits(500, 100, 1 << 20, 16 << 10, Duration.ofSeconds(2), Duration.ofSeconds(2))));
        try {
            round(RAW / 10, IN_TLS / 10, MESSAGES / 10);
            long before = Heap.used();
            round(RAW, IN_TLS, MESSAGES);
            await("no connection is left")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> xds.proxies(RELEASE).isEmpty());
            assertThat(Heap.used() - before)
                    .as("bytes left behind, seed " + seed)
                    .isLessThan(16L << 20);
            try (var caller = new AdsCaller(xds.port(), Optional.of(TestKeys.token(RELEASE, "proxy-1")))) {
                caller.introduce(RELEASE, "proxy-1");
                assertThat(caller.answer().getResourcesCount()).isPositive();
            }
        } finally {
            xds.close();
        }
    }

    private void round(int raw, int inTls, int messages) throws Exception {
        for (int i = 0; i < raw; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), xds.port())) {
                socket.getOutputStream().write(garbage(2000));
            } catch (IOException closed) {
                // It may be closed before all of it is written.
            }
        }
        var tls = tls();
        for (int i = 0; i < inTls; i++) {
            try (var socket =
                    (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), xds.port())) {
                var parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2"});
                socket.setSSLParameters(parameters);
                if (i % 2 == 0) {
                    socket.getOutputStream()
                            .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                socket.getOutputStream().write(garbage(2000));
            } catch (IOException closed) {
                // As above.
            }
        }
        messages(messages);
    }

    /** From one who has a token, cut and bent in every way. */
    private void messages(int count) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", xds.port(), TestKeys.trusting())
                .overrideAuthority(TestKeys.NAME)
                .build();
        var open = new Semaphore(64);
        var ended = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            open.acquire();
            ClientCall<byte[], byte[]> call = channel.newCall(STREAM, CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            ended.incrementAndGet();
                            open.release();
                        }
                    },
                    ProxyCredentials.bearer(TestKeys.token(RELEASE, "proxy-" + i % 7)));
            call.request(10);
            call.sendMessage(bent(i));
            call.halfClose();
        }
        await("every stream has ended").atMost(Duration.ofSeconds(30)).until(() -> ended.get() == count);
        channel.shutdownNow();
    }

    /** Noise, or a request as it should be with some of its bytes changed or missing. */
    private byte[] bent(int number) {
        if (number % 4 == 0) {
            return garbage(300);
        }
        byte[] good = DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder()
                        .setId("proxy-" + number % 7)
                        .setCluster(number % 3 == 0 ? "default" : RELEASE.toString()))
                .setTypeUrl(
                        number % 5 == 0
                                ? "type.googleapis.com/nothing"
                                : "type.googleapis.com/envoy.config.cluster.v3.Cluster")
                .setResponseNonce(number % 2 == 0 ? "" : "-1")
                .addResourceNames(" ")
                .build()
                .toByteArray();
        for (int i = 0; i < number % 4; i++) {
            good[random.nextInt(good.length)] = (byte) random.nextInt();
        }
        return number % 6 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good;
    }

    private static SSLContext tls() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                ByteString.copyFromUtf8(TestKeys.trusted()).newInput()));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
