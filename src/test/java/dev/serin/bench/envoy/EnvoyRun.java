package dev.serin.bench.envoy;

import static org.awaitility.Awaitility.await;

import dev.serin.xds.ProxyPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One Envoy process. */
public final class EnvoyRun {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String address;
    private final Process process;

    EnvoyRun(String address, Process process) {
        this.address = address;
        this.process = process;
    }

    /** Where requests go in. */
    public InetSocketAddress traffic() {
        return new InetSocketAddress(address, ProxyPorts.TRAFFIC);
    }

    /** The processor time that it has used so far. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** Waits until the port answers with 200. */
    public EnvoyRun awaitReady(int port) {
        await("Envoy on " + address + " is ready")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isReady(port));
        return this;
    }

    private boolean isReady(int port) {
        if (!process.isAlive()) {
            throw new IllegalStateException("Envoy on " + address + " has ended with " + process.exitValue());
        }
        try {
            return request(HttpRequest.newBuilder(uri(port, "/ready"))) == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Sets run-time keys by {@code POST /runtime_modify}, as in {@code split.canary=10&split.stable=90}. */
    public void runtime(String keys) {
        admin("/runtime_modify?" + keys);
    }

    /** Asks the admin interface to do something, as in {@code /healthcheck/fail}. */
    public void admin(String what) {
        int code =
                request(HttpRequest.newBuilder(uri(ProxyPorts.ADMIN, what)).POST(HttpRequest.BodyPublishers.noBody()));
        if (code != 200) {
            throw new IllegalStateException(what + " is answered with " + code);
        }
    }

    private URI uri(int port, String path) {
        return URI.create("http://" + address + ":" + port + path);
    }

    private static int request(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
