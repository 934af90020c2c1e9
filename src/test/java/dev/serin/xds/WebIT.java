package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.serin.xds.ProxyConfig.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/1.1 requests, those of gRPC-Web among them, pass as they are to servers that speak it. */
class WebIT {
    private static final Map<String, String> HEADERS = Map.of(
            "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "b3", "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1",
            "x-request-id", "not-a-uuid",
            "x-grpc-web", "1",
            "grpc-timeout", "5S",
            "accept-encoding", "gzip",
            "cookie", "a=b; c=d");

    /** A message of three bytes, then trailers as gRPC-Web has them: a frame with the highest bit of its flags set. */
    private static final byte[] BODY = {
        0,
        0,
        0,
        0,
        3,
        1,
        -1,
        10,
        (byte) 0x80,
        0,
        0,
        0,
        15,
        'g',
        'r',
        'p',
        'c',
        '-',
        's',
        't',
        'a',
        't',
        'u',
        's',
        ':',
        '0',
        '\r',
        '\n'
    };

    private final BlockingQueue<Map<String, List<String>>> seen = new LinkedBlockingQueue<>();

    @Test
    void httpPassesUnchanged(@TempDir Path folder) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        try (var proxy = new ProxyUnderTest(folder, Network.WEB.host(1))) {
            int port = server.getAddress().getPort();
            var endpoint = new Endpoint("127.0.0.1", port);
            proxy.serve(ProxyUnderTest.config(Protocol.HTTP, 50, List.of(endpoint), List.of(endpoint)));
            for (String type : List.of("application/grpc-web+proto", "application/grpc-web-text", "application/json")) {
                HttpResponse<byte[]> direct = post(server.getAddress(), type);
                Map<String, List<String>> asked = withoutHost(seen.take());
                HttpResponse<byte[]> proxied = post(proxy.envoy().traffic(), type);
                Map<String, List<String>> passed = withoutHost(seen.take());
                assertThat(asked).containsKeys("traceparent", "b3", "x-request-id", "content-type");
                passed.remove("x-forwarded-proto"); // the one that every proxy adds
                assertThat(passed).isEqualTo(asked);
                assertThat(proxied.statusCode()).isEqualTo(direct.statusCode());
                assertThat(proxied.body()).isEqualTo(direct.body()).isEqualTo(body(type));
                assertThat(names(proxied.headers())).isEqualTo(names(direct.headers()));
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void dotsInAPathAreResolvedAndNothingElseOfItIsChanged(@TempDir Path folder) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        try (var proxy = new ProxyUnderTest(folder, Network.WEB.host(3))) {
            var endpoint = new Endpoint("127.0.0.1", server.getAddress().getPort());
            proxy.serve(ProxyUnderTest.config(Protocol.HTTP, 0, List.of(endpoint), List.of(endpoint)));
            post(proxy.envoy().traffic(), "text/plain", "/a/../b//c%2Fd?e=/../f");
            assertThat(seen.take().get(":request")).containsExactly("POST /b//c%2Fd?e=/../f");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void grpcWebReachesServersOfHttp2(@TempDir Path folder) throws Exception {
        try (var server = new H2cEcho();
                var proxy = new ProxyUnderTest(folder, Network.WEB.host(2))) {
            proxy.serve(
                    ProxyUnderTest.config(Protocol.GRPC, 50, List.of(server.endpoint()), List.of(server.endpoint())));
            for (String type : List.of("application/grpc-web+proto", "application/grpc-web-text")) {
                HttpResponse<byte[]> answer = post(proxy.envoy().traffic(), type);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("content-type")).contains(type);
                assertThat(answer.body()).isEqualTo(body(type));
            }
        }
    }

    private static HttpResponse<byte[]> post(InetSocketAddress address, String type) throws Exception {
        return post(address, type, "/a.Service/Method?q=%20x");
    }

    private static HttpResponse<byte[]> post(InetSocketAddress address, String type, String path) throws Exception {
        URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
        var request =
                HttpRequest.newBuilder(uri).header("content-type", type).POST(BodyPublishers.ofByteArray(body(type)));
        HEADERS.forEach(request::header);
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    private static byte[] body(String type) {
        return type.endsWith("-text")
                ? Base64.getEncoder().encodeToString(BODY).getBytes(StandardCharsets.US_ASCII)
                : BODY;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            headers.put(":request", List.of(exchange.getRequestMethod() + " " + exchange.getRequestURI()));
            seen.add(headers);
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .add("content-type", exchange.getRequestHeaders().getFirst("content-type"));
            exchange.getResponseHeaders().add("server", "its own");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, List<String>> withoutHost(Map<String, List<String>> headers) {
        headers.remove("host");
        return headers;
    }

    private static Map<String, List<String>> names(HttpHeaders headers) {
        Map<String, List<String>> all = new TreeMap<>(headers.map());
        all.remove("date");
        return all;
    }
}
