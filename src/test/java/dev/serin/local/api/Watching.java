package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Streams what happens to a collection: what the log holds after the version that was asked for, and what follows. */
final class Watching {
    private static final long LOOK_UP_MILLIS = 1000;

    private final Store store;

    Watching(Store store) {
        this.store = store;
    }

    void stream(HttpExchange exchange, Request request, Address address) throws IOException {
        Predicate<JsonNode> filter = Resources.filter(request, address);
        if (!address.name().isEmpty()) {
            filter = filter.and(object -> Json.name(object).equals(address.name()));
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        var events = new Events(exchange.getResponseBody(), request, address.kind());
        try {
            follow(events, request, address, filter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The client has seen enough.
        }
    }

    private void follow(Events events, Request request, Address address, Predicate<JsonNode> filter)
            throws IOException, InterruptedException {
        long seconds =
                request.query("timeoutSeconds").isEmpty() ? 3600 : Long.parseLong(request.query("timeoutSeconds"));
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        if (isTooOld(request)) {
            events.gone(request.query("resourceVersion"), store.version());
            return;
        }
        int position = begin(events, request, address, filter);
        events.flush();
        while (System.nanoTime() < end) {
            for (Store.Change change : store.after(position, LOOK_UP_MILLIS)) {
                position++;
                if (concerns(change, address)) {
                    events.send(change, filter);
                }
            }
            events.flush();
        }
    }

    private boolean isTooOld(Request request) {
        String version = request.query("resourceVersion");
        return !version.isEmpty() && !version.equals("0") && store.hasForgotten(Long.parseLong(version));
    }

    private int begin(Events events, Request request, Address address, Predicate<JsonNode> filter) throws IOException {
        String version = request.query("resourceVersion");
        boolean initial = request.isTrue("sendInitialEvents");
        synchronized (store) {
            if (version.isEmpty() || version.equals("0") || initial) {
                for (ObjectNode object : store.list(address.key())) {
                    if (filter.test(object)) {
                        events.write("ADDED", object);
                    }
                }
                if (initial) {
                    events.bookmark(store.version());
                }
                return store.position(store.version());
            }
            return store.position(Long.parseLong(version));
        }
    }

    private static boolean concerns(Store.Change change, Address address) {
        return change.key().group().equals(address.kind().group())
                && change.key().plural().equals(address.kind().plural())
                && (address.namespace().isEmpty() || change.key().namespace().equals(address.namespace()));
    }

    /** The stream itself. */
    private record Events(OutputStream out, Request request, Kind kind) {
        /** An object that begins or ceases to match a selector is added or deleted to those who watch by it. */
        void send(Store.Change change, Predicate<JsonNode> filter) throws IOException {
            boolean now = filter.test(change.object());
            Optional<ObjectNode> before = change.before();
            boolean then = before.map(filter::test).orElse(false);
            if (change.type().equals("DELETED") ? then || now : then && !now) {
                write("DELETED", change.object());
            } else if (now) {
                write(then ? "MODIFIED" : "ADDED", change.object());
            }
        }

        void write(String type, JsonNode object) throws IOException {
            ObjectNode event = Json.object().put("type", type);
            event.set("object", request.wantsTable() ? Tables.of(kind, object) : object);
            out.write((Json.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void bookmark(long version) throws IOException {
            ObjectNode mark = Json.object().put("kind", kind.name()).put("apiVersion", kind.apiVersion());
            Json.meta(mark).put("resourceVersion", String.valueOf(version));
            Json.meta(mark).putObject("annotations").put("k8s.io/initial-events-end", "true");
            ObjectNode event = Json.object().put("type", "BOOKMARK");
            event.set("object", request.wantsTable() ? Tables.of(kind, mark) : mark);
            out.write((Json.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /** As the real server says it: an event, since the stream has begun. */
        void gone(String asked, long oldest) throws IOException {
            var expired = new ApiException(
                    410, "Expired", "too old resource version: %s (%d)".formatted(asked, oldest), List.of());
            ObjectNode event = Json.object().put("type", "ERROR");
            event.set("object", expired.status(kind, ""));
            out.write((Json.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void flush() throws IOException {
            out.flush();
        }
    }
}
