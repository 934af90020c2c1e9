package dev.serin.xds;

import dev.serin.local.tools.EnvoyBinary;
import dev.serin.resources.Bootstrap;
import dev.serin.resources.XdsEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Envoy with the bootstrap that proxies have, on a loopback address of its own. */
final class EnvoyProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Stands for this machine's usual loopback, where a proxy's own is another. */
    static final String OPERATOR = "operator.of.the.test";

    /** Of its memory, in bytes. */
    static final long HEAP = 1L << 30;

    private final String address;
    private final Process process;

    private EnvoyProcess(String address, Process process) {
        this.address = address;
        this.process = process;
    }

    /** One that was started otherwise, whose status port is its admin interface. */
    static EnvoyProcess of(String address, Process process) {
        return new EnvoyProcess(address, process);
    }

    /** Starts one; {@code xdsPort} is on 127.0.0.1, in plain text. */
    EnvoyProcess(Path folder, String address, String node, ReleaseKey release, int xdsPort) throws IOException {
        this(folder, address, node, release, Bootstrap.of(operator(xdsPort), HEAP));
    }

    /** Starts one with a bootstrap that the operator hands out, in which the operator is at {@link #OPERATOR}. */
    EnvoyProcess(Path folder, String address, String node, ReleaseKey release, String text) throws IOException {
        this.address = address;
        Path bootstrap = folder.resolve(node + ".yaml");
        Files.writeString(
                bootstrap,
                text.replace("127.0.0.1", address).replace("0.0.0.0", address).replace(OPERATOR, "127.0.0.1"));
        process = new ProcessBuilder(
                        EnvoyBinary.locate().toString(),
                        "--config-path",
                        bootstrap.toString(),
                        "--config-yaml",
                        "node: {metadata: {POD_IP: \"" + address + "\"}}",
                        "--service-node",
                        node,
                        "--service-cluster",
                        release.toString(),
                        "--concurrency",
                        "2",
                        "--drain-time-s",
                        "30",
                        "--drain-strategy",
                        "immediate",
                        "--disable-hot-restart",
                        "--log-level",
                        "warning")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(node + ".log").toFile())
                .start();
    }

    /** In plain text. */
    static XdsEndpoint operator(int port) {
        return XdsEndpoint.open(OPERATOR + ":" + port);
    }

    InetSocketAddress traffic() {
        return new InetSocketAddress(address, ProxyPorts.TRAFFIC);
    }

    /** Whether it says that it is ready; fails when it has ended, as another's may answer at its address. */
    boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Envoy at " + address + " ended with " + process.exitValue());
        }
        try {
            return get("/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A counter or gauge; -1 when it is not there. */
    long stat(String name) throws IOException {
        String text = get("/stats?filter=" + URLEncoder.encode("^" + name + "$", StandardCharsets.UTF_8))
                .body();
        return text.isBlank()
                ? -1
                : Long.parseLong(text.substring(text.lastIndexOf(':') + 1).trim());
    }

    HttpResponse<String> get(String path) throws IOException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://" + address + ":" + ProxyPorts.STATUS + path))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        // The next one may want the same address.
        process.destroyForcibly().onExit().join();
    }
}
