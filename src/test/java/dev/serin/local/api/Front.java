package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes requests in, has them done, and answers; notes each in the audit. */
final class Front implements HttpHandler {
    /** Who sends no token. */
    static final String ADMIN = "admin";

    private final Kinds kinds;
    private final Faults faults;
    private final Store store;
    private final Resources resources;
    private final Watching watching;
    private final Discovery discovery;
    private final Audit audit;
    private final Authentication authentication;

    Front(Kinds kinds, Store store, Resources resources, Audit audit, Faults faults, Authentication authentication) {
        this.authentication = authentication;
        this.faults = faults;
        this.kinds = kinds;
        this.store = store;
        this.resources = resources;
        this.watching = new Watching(store);
        this.discovery = new Discovery(kinds);
        this.audit = audit;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            dispatch(exchange);
        }
    }

    private void dispatch(HttpExchange exchange) throws IOException {
        try {
            Request request = Request.read(exchange);
            if (request.header("upgrade").equalsIgnoreCase("websocket")) {
                answer(exchange, 200, "watches are streamed over plain HTTP");
                return;
            }
            Optional<Address> address = Address.parse(request.path(), kinds);
            if (address.isPresent()) {
                resource(exchange, request, address.get());
            } else {
                other(exchange, request);
            }
        } catch (ApiException e) {
            // The body could not be read, so nobody knows of what kind it was.
            answer(exchange, e.code(), Json.write(e.status(kinds.of("namespaces"), "")));
        }
    }

    private void other(HttpExchange exchange, Request request) throws IOException {
        Optional<JsonNode> found = discovery.answer(request);
        if (found.isPresent()) {
            answer(exchange, request.method().equals("POST") ? 201 : 200, Json.write(found.get()));
        } else if (request.path().endsWith("z")) {
            answer(exchange, 200, "ok");
        } else if (request.path().equals("/openapi/v2")) {
            // A protobuf document without definitions; only asked for kinds that are not in version 3's.
            answer(exchange, 200, "");
        } else {
            ObjectNode status =
                    Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
            status.put("message", "the server could not find the requested resource")
                    .put("reason", "NotFound")
                    .put("code", 404);
            answer(exchange, 404, Json.write(status));
        }
    }

    private void resource(HttpExchange exchange, Request request, Address address) throws IOException {
        long before = store.version();
        Optional<String> known = authentication.caller(bearer(request));
        String user = known.orElse("");
        int code;
        try {
            if (known.isEmpty()) {
                throw ApiException.unauthorized();
            }
            faults.check(user, request, address);
            if (request.isTrue("watch")) {
                note(user, request, address, 200, false);
                watching.stream(exchange, request, address);
                return;
            }
            JsonNode answer = faults.around(user, request, address, () -> resources.answer(request, address));
            code = request.method().equals("POST") ? 201 : 200;
            JsonNode shown = request.wantsTable() ? Tables.of(address.kind(), answer) : answer;
            note(user, request, address, code, store.version() != before);
            answer(exchange, code, Json.write(shown));
        } catch (ApiException e) {
            note(user, request, address, e.code(), false);
            answer(exchange, e.code(), Json.write(e.status(address.kind(), address.name())));
        } catch (RuntimeException e) {
            note(user, request, address, 500, false);
            ApiException internal = new ApiException(500, "InternalError", "Internal error occurred: " + e, List.of());
            answer(exchange, 500, Json.write(internal.status(address.kind(), address.name())));
        }
    }

    private static String bearer(Request request) {
        String authorization = request.header("authorization");
        return authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()) : ADMIN;
    }

    private void note(String user, Request request, Address address, int code, boolean changed) {
        audit.note(new AuditRecord(
                Instant.now(),
                user,
                request.header("user-agent"),
                request.writer().manager(),
                request.verb(!address.name().isEmpty()),
                address.kind().group(),
                address.kind().plural(),
                address.subresource(),
                address.namespace(),
                address.name(),
                code,
                false,
                changed));
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
