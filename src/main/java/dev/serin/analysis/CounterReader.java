package dev.serin.analysis;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a proxy's counters from its status port. */
public final class CounterReader {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern LINE =
            Pattern.compile("^cluster\\.(stable|canary)\\.upstream_rq_completed: (\\d+)$", Pattern.MULTILINE);
    private static final String QUERY =
            URLEncoder.encode("^cluster\\.(stable|canary)\\.upstream_rq_completed$", StandardCharsets.UTF_8);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final int port;

    public CounterReader(int port) {
        this.port = port;
    }

    /** The counters; empty when the proxy cannot be asked, which is no news about its requests. */
    Optional<Counts> read(String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/stats?filter=" + QUERY))
                .timeout(PATIENCE)
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(parse(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A version that was never asked has no counter yet. */
    static Counts parse(String text) {
        long stable = 0;
        long canary = 0;
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            if (line.group(1).equals("stable")) {
                stable = Long.parseLong(line.group(2));
            } else {
                canary = Long.parseLong(line.group(2));
            }
        }
        return new Counts(stable, canary);
    }
}
