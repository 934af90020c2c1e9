package dev.serin.analysis;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads a proxy's counters from its status port. */
public final class CounterReader {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String QUERY = URLEncoder.encode(Reading.FILTER, StandardCharsets.UTF_8);
    private static final String ATTEMPTS =
            URLEncoder.encode(Attempts.FILTER, StandardCharsets.UTF_8) + "&histogram_buckets=detailed";
    private static final String CONNECTIONS = URLEncoder.encode(Connections.FILTER, StandardCharsets.UTF_8);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final int port;

    public CounterReader(int port) {
        this.port = port;
    }

    /** The counters; empty when the proxy cannot be asked, which is no news about its requests. */
    Optional<Reading> read(String address) {
        return ask(address, QUERY).map(Reading::parse);
    }

    /** How attempts have ended so far; empty when the proxy cannot be asked, which is no news about its requests. */
    Optional<Attempts> attempts(String address) {
        return ask(address, ATTEMPTS).map(Attempts::parse);
    }

    /** The connections from clients; empty when the proxy cannot be asked. */
    Optional<Connections> connections(String address, Instant at) {
        return ask(address, CONNECTIONS).map(text -> Connections.parse(text, at));
    }

    private Optional<String> ask(String address, String query) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/stats?filter=" + query))
                .timeout(PATIENCE)
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
