package dev.serin.local.real;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What is asked of etcd itself, by the JSON gateway to its API. */
final class EtcdGateway {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;

    EtcdGateway(String url) {
        this.url = url;
    }

    /** Removes every version of every key but the last, and returns when that is done. */
    void compact() {
        long revision = post("/v3/maintenance/status", "{}")
                .path("header")
                .path("revision")
                .asLong();
        post("/v3/kv/compaction", "{\"revision\": \"%d\", \"physical\": true}".formatted(revision));
    }

    private JsonNode post(String path, String body) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("etcd says to " + path + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking etcd", e);
        }
    }
}
