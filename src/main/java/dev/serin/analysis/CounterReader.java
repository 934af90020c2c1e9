package dev.serin.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Reads a proxy's counters from its status port. */
public final class CounterReader {
    private static final int PATIENCE_MILLIS = 2000;
    private static final String QUERY = URLEncoder.encode(Reading.FILTER, StandardCharsets.UTF_8);
    private static final String ATTEMPTS =
            URLEncoder.encode(Attempts.FILTER, StandardCharsets.UTF_8) + "&histogram_buckets=detailed";
    private static final String CONNECTIONS = URLEncoder.encode(Connections.FILTER, StandardCharsets.UTF_8);

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
        try {
            var connection = (HttpURLConnection) URI.create("http://" + host + ":" + port + "/stats?filter=" + query)
                    .toURL()
                    .openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            // Kept open, connections to thousands of proxies would need more memory than the releases themselves.
            connection.setRequestProperty("Connection", "close");
            try (InputStream in = connection.getInputStream()) {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                        ? Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        : Optional.empty();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
