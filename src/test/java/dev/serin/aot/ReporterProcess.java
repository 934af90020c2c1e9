package dev.serin.aot;

import dev.serin.local.node.Processes;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The sample's server as a process. */
public final class ReporterProcess {
    private static final int CALLS = 200;

    private ReporterProcess() {}

    /** Answers some calls. */
    public static void train(Path folder, List<String> trained) throws IOException, InterruptedException {
        Path log = Files.createTempFile(Files.createDirectories(folder), "reporter", ".log");
        try (var processes = new Processes()) {
            int port = freePort();
            var builder = new ProcessBuilder(trained).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(Map.of("POD_IP", "127.0.0.1", "PORT", String.valueOf(port)));
            Life life = new Life(processes.start(builder), log);
            life.awaitLine(Pattern.compile("listens on"));
            ReporterClient.run(Load.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .calls(CALLS));
            life.end();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
