package dev.serin.gates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.api.v1alpha1.AnalysisGate.Prometheus;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.GoDuration;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a Prometheus for one number, by an instant query of its HTTP API. */
final class PrometheusGate {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = GoDuration.parse(Prometheus.TIMEOUT);
    private static final int DIGITS = 8;

    private final HttpCalls http;

    PrometheusGate(HttpCalls http) {
        this.http = http;
    }

    Reply ask(Prometheus gate) {
        String query = URLEncoder.encode(gate.query(), StandardCharsets.UTF_8);
        String address = gate.address().replaceAll("/+$", "");
        try {
            HttpCalls.Answer answer = http.get(URI.create(address + "/api/v1/query?query=" + query), TIMEOUT);
            return answer.status() == HttpURLConnection.HTTP_OK
                    ? read(answer.body(), gate)
                    : Reply.inconclusive("Prometheus answered " + answer.status());
        } catch (HttpCalls.NoAnswerException e) {
            return Reply.inconclusive("Prometheus: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return Reply.inconclusive("the address of Prometheus is no URL");
        }
    }

    private static Reply read(String body, Prometheus gate) {
        JsonNode data;
        try {
            data = JSON.readTree(body).path("data");
        } catch (IOException e) {
            return Reply.inconclusive("Prometheus' answer is no JSON");
        }
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asText()) {
            case "scalar" -> judge(result.path(1), gate);
            case "vector" ->
                result.size() == 1
                        ? judge(result.path(0).path("value").path(1), gate)
                        : Reply.inconclusive("the query gives %d samples, and one is needed".formatted(result.size()));
            default -> Reply.inconclusive("the query gives neither a scalar nor a vector");
        };
    }

    private static Reply judge(JsonNode sample, Prometheus gate) {
        double value;
        try {
            value = Double.parseDouble(sample.asText().replace("Inf", "Infinity"));
        } catch (NumberFormatException e) {
            return Reply.inconclusive("the query gives no number");
        }
        // An infinite one comes of a division by zero, which says as little.
        if (!Double.isFinite(value)) {
            return Reply.inconclusive("the query gives " + (Double.isNaN(value) ? "NaN" : "an infinite number"));
        }
        boolean low = gate.min() != null && value < gate.min();
        boolean high = gate.max() != null && value > gate.max();
        String text = text(value);
        String words = low
                ? text + " is below min " + text(gate.min())
                : high ? text + " is above max " + text(gate.max()) : text + " is within " + limits(gate);
        return new Reply(low || high ? State.Failed : State.Passed, Optional.of(text), words);
    }

    private static String limits(Prometheus gate) {
        String min = gate.min() == null ? "" : "min " + text(gate.min());
        String max = gate.max() == null ? "" : "max " + text(gate.max());
        return min + (min.isEmpty() || max.isEmpty() ? "" : " and ") + max;
    }

    private static String text(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
        double size = Math.abs(value);
        return size == 0 || (size >= 1e-6 && size < 1e12) ? rounded.toPlainString() : rounded.toString();
    }
}
