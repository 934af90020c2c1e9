package dev.serin.bench.world;

import dev.serin.local.api.AuditRecord;
import dev.serin.local.api.EmbeddedApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Patches of releases, as plain requests: a client library would read the object first. */
final class Patches {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EmbeddedApi api;

    Patches(EmbeddedApi api) {
        this.api = api;
    }

    /** Merges into a release; returns when the API server accepted it, by {@link System#nanoTime}. */
    long merge(String release, String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(api.url() + "/apis/serin.dev/v1alpha1/namespaces/default/canaryreleases/" + release))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json))
                .build();
        Instant start = Instant.now();
        long nanos = System.nanoTime();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the patch is answered with " + answer.statusCode() + ": " + answer.body());
        }
        return nanos + Duration.between(start, accepted(release, start)).toNanos();
    }

    private Instant accepted(String release, Instant since) {
        List<AuditRecord> records = api.audit();
        return records.reversed().stream()
                .takeWhile(record -> !record.accepted().isBefore(since))
                .filter(record -> record.resource().equals("canaryreleases")
                        && record.name().equals(release)
                        && record.verb().equals("patch")
                        && record.subresource().isEmpty())
                .findFirst()
                .orElseThrow()
                .accepted();
    }
}
