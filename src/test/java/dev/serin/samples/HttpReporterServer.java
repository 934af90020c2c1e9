package dev.serin.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The HTTP/1.1 sibling of {@link ReporterServer}, with the same environment: {@code GET /} answers with an
 * {@link Answer}, {@code GET /healthz} with 200. On SIGTERM it stops accepting and finishes what is in flight.
 */
public final class HttpReporterServer {
    private HttpReporterServer() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        ServerOptions options = ServerOptions.from(System.getenv());
        Faults faults = new Faults(options);
        HttpServer server = HttpServer.create(options.address(), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> send(exchange, 200, "ok"));
        server.createContext("/", exchange -> {
            String answer =
                    new Answer(options.version(), options.pod(), String.valueOf(exchange.getRemoteAddress())).text();
            int status = faults.nextFails() ? 500 : 200;
            faults.afterDelay(() -> send(exchange, status, answer));
        });
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> server.stop((int) options.grace().toSeconds())));
        faults.armCrash();
        server.start();
        System.out.println(options.version() + " listens on " + options.address());
    }

    private static void send(HttpExchange exchange, int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            System.out.println("answer not sent: " + e);
        }
    }
}
