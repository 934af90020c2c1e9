package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import dev.serin.xds.ProxyConfig.Protocol;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes with a gRPC call arrives as it was sent, and what is beside the calls works too. */
class PassThroughIT {
    private static final Map<String, String> TRACING = Map.of(
            "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "tracestate", "vendor=1",
            "b3", "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1",
            "x-b3-traceid", "80f198ee56343ba864fe8b2a57d3eff7",
            "x-b3-spanid", "e457b5a2e4d86bd1",
            "x-b3-sampled", "1",
            "x-request-id", "not-a-uuid",
            "grpc-trace-bin", "AAECAw",
            "x-forwarded-for", "10.1.2.3",
            "x-forwarded-proto", "https");

    private final Mirror mirror;
    private final ProxyUnderTest proxy;

    PassThroughIT(@TempDir Path folder) throws IOException {
        mirror = new Mirror();
        proxy = new ProxyUnderTest(folder, Network.PASS_THROUGH.host(1));
    }

    @BeforeEach
    void serve() {
        proxy.serve(ProxyUnderTest.config(Protocol.GRPC, 50, List.of(mirror.endpoint()), List.of(mirror.endpoint())));
    }

    @AfterEach
    void close() {
        proxy.close();
        mirror.close();
    }

    @Test
    void tracingHeadersAndAllOthersPassUnchanged() throws Exception {
        Map<String, String> direct = headersThrough(mirror.address());
        Map<String, String> proxied = headersThrough(proxy.envoy().traffic());
        assertThat(direct).containsAllEntriesOf(new TreeMap<>(TRACING));
        assertThat(proxied).isEqualTo(direct);
    }

    private Map<String, String> headersThrough(InetSocketAddress address) throws InterruptedException {
        var headers = new Metadata();
        TRACING.forEach((name, value) -> {
            if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                headers.put(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER), new byte[] {0, 1, 2, 3});
            } else {
                headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
            }
        });
        try (var client = new Client(address)) {
            Channel channel =
                    ClientInterceptors.intercept(client.channel, MetadataUtils.newAttachHeadersInterceptor(headers));
            BytesValue unused =
                    ClientCalls.blockingUnaryCall(channel, Mirror.ECHO, CallOptions.DEFAULT, BytesValue.of(bytes(3)));
            Metadata seen = mirror.next().headers();
            Map<String, String> all = new TreeMap<>();
            for (String name : seen.keys()) {
                all.put(
                        name,
                        name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                                ? "AAECAw"
                                : seen.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
            }
            return all;
        }
    }

    @Test
    void messagesOfFourMebibytesPassBothWays() {
        ByteString message = bytes(4 << 20);
        try (var client = new Client(proxy.envoy().traffic())) {
            for (int i = 0; i < 10; i++) {
                BytesValue answer = ClientCalls.blockingUnaryCall(
                        client.channel, Mirror.ECHO, CallOptions.DEFAULT, BytesValue.of(message));
                assertThat(answer.getValue()).isEqualTo(message);
            }
        }
    }

    @Test
    void aDeadlineArrivesAndItsAbsenceToo() throws Exception {
        try (var client = new Client(proxy.envoy().traffic())) {
            BytesValue question = BytesValue.of(bytes(3));
            BytesValue unused = ClientCalls.blockingUnaryCall(
                    client.channel,
                    Mirror.ECHO,
                    CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.SECONDS),
                    question);
            assertThat(mirror.next().deadline())
                    .hasValueSatisfying(deadline ->
                            assertThat(deadline.timeRemaining(TimeUnit.SECONDS)).isBetween(200L, 300L));
            unused = ClientCalls.blockingUnaryCall(client.channel, Mirror.ECHO, CallOptions.DEFAULT, question);
            assertThat(mirror.next().deadline()).isEmpty();
        }
    }

    @Test
    void aCancellationReachesTheServer() throws Exception {
        try (var client = new Client(proxy.envoy().traffic());
                var call = Context.current().withCancellation()) {
            Iterator<BytesValue> answers = call.call(() -> ClientCalls.blockingServerStreamingCall(
                    client.channel, Mirror.WATCH, CallOptions.DEFAULT, BytesValue.of(bytes(3))));
            assertThat(answers.next().getValue()).isEqualTo(bytes(3));
            assertThat(mirror.cancelled().getCount()).isOne();
            call.cancel(null);
            assertThatThrownBy(answers::hasNext).hasMessageContaining("CANCELLED");
            assertThat(mirror.cancelled().await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A gRPC server answers the third such ping with GOAWAY (too_many_pings), unless told otherwise. */
    @Test
    void clientsMayKeepTheirConnectionsAliveAsOftenAsTheyLike() throws Exception {
        try (var connection = new PingingConnection(proxy.envoy().traffic())) {
            for (int i = 0; i < 2000; i++) {
                connection.pingAndAwaitAnswer(i);
            }
        }
    }

    /**
     * Such as one whose deadlines are short while an answer takes long. Envoy closes its connection after 250 calls,
     * unless told otherwise; its HTTP/2 library does after 1,000 that come faster than 33 a second, whatever it is told.
     */
    @Test
    void aClientThatCancelsItsCallsKeepsItsConnection() throws Exception {
        int calls = 900;
        try (var client = new Client(proxy.envoy().traffic())) {
            for (int i = 0; i < calls; i++) {
                var call = ClientCalls.futureUnaryCall(
                        client.channel.newCall(Mirror.HANG, CallOptions.DEFAULT), BytesValue.of(bytes(3)));
                Mirror.Seen unused = mirror.next();
                call.cancel(true);
            }
            await().untilAsserted(() -> assertThat(proxy.envoy().stat("http.traffic.downstream_rq_rx_reset"))
                    .isEqualTo(calls));
            assertThat(proxy.envoy().stat("http.traffic.downstream_cx_total")).isOne();
        }
    }

    private static ByteString bytes(int size) {
        byte[] content = new byte[size];
        new Random(1).nextBytes(content);
        return ByteString.copyFrom(content);
    }

    private static final class Client implements AutoCloseable {
        final ManagedChannel channel;

        Client(InetSocketAddress address) {
            channel = NettyChannelBuilder.forAddress(address)
                    .usePlaintext()
                    .overrideAuthority("reporter:9090")
                    .userAgent("test")
                    .maxInboundMessageSize(Mirror.MAX_MESSAGE)
                    .build();
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
