package dev.serin.analysis;

import dev.serin.outbound.HttpCalls;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a proxy's counters from its status port. A proxy may have been taken over, so that it is neither waited for nor listened to
 * for long: all releases' counters are read in turns. Each connection is closed, as those to thousands of proxies would need more
 * memory than the releases themselves.
 */
public final class CounterReader {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** The counters of a release's clusters, with all buckets, are some tens of kilobytes. */
    private static final int LONGEST = 1 << 20;

    private static final String QUERY = URLEncoder.encode(Reading.FILTER, StandardCharsets.UTF_8);
    private static final String ATTEMPTS =
            URLEncoder.encode(Attempts.FILTER, StandardCharsets.UTF_8) + "&histogram_buckets=detailed";
    private static final String CONNECTIONS = URLEncoder.encode(Connections.FILTER, StandardCharsets.UTF_8);

    private final HttpCalls http = HttpCalls.toPods(LONGEST);
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
            HttpCalls.Answer answer =
                    http.get(URI.create("http://" + host + ":" + port + "/stats?filter=" + query), PATIENCE);
            return answer.status() == HttpURLConnection.HTTP_OK ? Optional.of(answer.body()) : Optional.empty();
        } catch (HttpCalls.NoAnswerException e) {
            return Optional.empty();
        }
    }
}
