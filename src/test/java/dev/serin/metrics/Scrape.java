package dev.serin.metrics;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Asks an operator for its metrics, as Prometheus does. */
public final class Scrape {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Scrape() {}

    /** What it exposes now. */
    public static Exposed of(InetSocketAddress operator) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(request(operator, MetricsPage.PATH).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return Exposed.parse(answer.body());
    }

    static HttpRequest.Builder request(InetSocketAddress operator, String path) {
        return HttpRequest.newBuilder(
                URI.create("http://%s:%d%s".formatted(operator.getHostString(), operator.getPort(), path)));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static String unzipped(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                HTTP.send(request.header("Accept-Encoding", "gzip").build(), HttpResponse.BodyHandlers.ofByteArray());
        try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
