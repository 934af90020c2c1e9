package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a client asks for. */
record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {

    static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        String body = ProtobufBody.isOne(bytes) ? ProtobufBody.json(bytes) : new String(bytes, StandardCharsets.UTF_8);
        return new Request(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query, headers, body);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String query(String name) {
        return query.getOrDefault(name, "");
    }

    boolean isTrue(String name) {
        return query(name).equals("true") || query(name).equals("1");
    }

    boolean wantsTable() {
        return header("accept").contains("as=Table");
    }

    JsonNode json() {
        return body.isBlank() ? MissingNode.getInstance() : Json.read(body);
    }

    /** The body, which must be an object. */
    ObjectNode object() {
        if (json() instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body is no object");
    }

    /** Who writes: the field manager that is named, else the client's name. */
    Writes.Writer writer() {
        String agent = header("user-agent");
        String client = agent.contains("/") ? agent.substring(0, agent.indexOf('/')) : agent;
        String manager = query("fieldManager");
        String unnamed = client.isEmpty() ? "unknown" : client;
        return new Writes.Writer(
                manager.isEmpty() ? unnamed : manager,
                query("dryRun").equals("All"),
                query.getOrDefault("fieldValidation", "Warn"));
    }

    String verb(boolean named) {
        return switch (method) {
            case "GET" -> isTrue("watch") ? "watch" : named ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            default -> "delete";
        };
    }
}
