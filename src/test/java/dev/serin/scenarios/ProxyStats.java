package dev.serin.scenarios;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A proxy's own counters, by its status port. */
public record ProxyStats(String address) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Those of all ready proxies of a release. */
    public static List<ProxyStats> of(Serin serin, String release) {
        return serin.readyPods("default", "app.kubernetes.io/name=serin-proxy,serin.dev/release=" + release).stream()
                .map(ProxyStats::of)
                .toList();
    }

    private static ProxyStats of(Pod pod) {
        return new ProxyStats(pod.getStatus().getPodIP());
    }

    /** A counter or gauge; -1 when it is not there. */
    public long get(String name) {
        String filter = URLEncoder.encode("^" + name + "$", StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create("http://" + address + ":19001/stats?filter=" + filter))
                .build();
        try {
            String text =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return text.isBlank()
                    ? -1
                    : Long.parseLong(text.substring(text.lastIndexOf(':') + 1).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
