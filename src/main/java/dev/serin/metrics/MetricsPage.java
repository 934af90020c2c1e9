package dev.serin.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers Prometheus, in the format that it asks for and compressed if it takes that. */
public final class MetricsPage implements HttpHandler {
    /** Where it is. */
    public static final String PATH = "/metrics";

    private static final Logger log = LoggerFactory.getLogger(MetricsPage.class);
    private static final int OK = 200;
    private static final int BUFFER = 1 << 14;
    private static final long NO_BODY = -1;
    private static final long CHUNKED = 0;

    private final PrometheusRegistry registry;
    private final ExpositionFormats formats = ExpositionFormats.init();
    /** A page for a thousand releases takes some megabytes: however many ask, no more than so many are made at a time. */
    private final Semaphore turns = new Semaphore(2);

    MetricsPage(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, NO_BODY);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, NO_BODY);
            } else if (turns.tryAcquire()) {
                try {
                    answer(exchange);
                } finally {
                    turns.release();
                }
            } else {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(503, NO_BODY);
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        MetricSnapshots metrics;
        try {
            metrics = registry.scrape();
        } catch (RuntimeException e) {
            log.error("the metrics could not be put together", e);
            exchange.sendResponseHeaders(500, NO_BODY);
            return;
        }
        ExpositionFormatWriter writer = formats.findWriter(
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Accept"), ""));
        exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
        boolean compressed = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .filter(accepted -> accepted.contains("gzip"))
                .isPresent();
        if (compressed) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(OK, CHUNKED);
        OutputStream body = exchange.getResponseBody();
        try (OutputStream out =
                compressed ? new GZIPOutputStream(body, BUFFER) : new BufferedOutputStream(body, BUFFER)) {
            writer.write(out, metrics);
        }
    }
}
